using System.Diagnostics.CodeAnalysis;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Keys;

/// <summary>
/// Remembers which of the keys met lately are sound and which are not, so that each is validated once.
/// </summary>
/// <remarks>Bounded: the oldest verdict makes room. One per node; not for use by several threads.</remarks>
public sealed class PublicKeyCache
{
    /// <summary>How many verdicts are kept unless said otherwise.</summary>
    public const int DefaultCapacity = 4096;

    // A key's hash stands for it here; it is only compared, never sent.
    private const XidType CacheLabel = (XidType)uint.MaxValue;

    private readonly Dictionary<Xid, PublicKey?> _verdicts = [];
    private readonly Queue<Xid> _oldestFirst = new();
    private readonly int _capacity;

    /// <summary>A cache of a given number of verdicts.</summary>
    public PublicKeyCache(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>How many verdicts are kept now.</summary>
    public int Count => _verdicts.Count;

    /// <summary>How many keys were validated in full so far; the rest were remembered.</summary>
    public long Validations { get; private set; }

    /// <summary>The key of these bytes if it is sound.</summary>
    public bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        if (bytes.Length != PublicKey.LengthBytes)
        {
            return false;
        }

        Xid name = Xid.Derive(CacheLabel, bytes);
        if (!_verdicts.TryGetValue(name, out key))
        {
            Validations++;
            _ = PublicKey.TryCreate(bytes, out key);
            Keep(name, key);
        }

        return key is not null;
    }

    /// <summary>
    /// Whether a verdict on these bytes is at hand, so that <see cref="TryGet"/> costs nothing.
    /// </summary>
    public bool Knows(ReadOnlySpan<byte> bytes) =>
        bytes.Length == PublicKey.LengthBytes && _verdicts.ContainsKey(Xid.Derive(CacheLabel, bytes));

    private void Keep(Xid name, PublicKey? verdict)
    {
        if (_verdicts.Count == _capacity)
        {
            _verdicts.Remove(_oldestFirst.Dequeue());
        }

        _verdicts.Add(name, verdict);
        _oldestFirst.Enqueue(name);
    }
}
