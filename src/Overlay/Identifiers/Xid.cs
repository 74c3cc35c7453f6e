using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xia.Kernel.MessagePack;

namespace Xia.Overlay.Identifiers;

/// <summary>
/// An identifier: a principal type and 20 bytes, which for AD, HID, CID and SID are the hash of a key or
/// content.
/// </summary>
/// <remarks>
/// The 20 bytes are the first 20 of SHA-256(domain label ‖ 0x00 ‖ public key or content); the label is
/// <c>xia.&lt;type&gt;/1</c>, such as <c>xia.hid/1</c>. On the wire an identifier is its type (4 bytes,
/// big-endian) and these bytes. The order is that of the wire bytes.
/// </remarks>
public readonly struct Xid : IEquatable<Xid>, IComparable<Xid>
{
    /// <summary>The length of the identifier proper.</summary>
    public const int IdLengthBytes = 20;

    /// <summary>The length on the wire: type and identifier.</summary>
    public const int WireLengthBytes = 24;

    private const int HexLength = 2 * IdLengthBytes;
    private const int LongestLabelBytes = 32;

    // Big-endian reads of bytes 0-7, 8-15 and 16-19, so that comparing numbers compares bytes.
    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly uint _low;
    private readonly XidType _type;

    /// <summary>An identifier of 20 given bytes.</summary>
    public Xid(XidType type, ReadOnlySpan<byte> id)
    {
        if (id.Length != IdLengthBytes)
        {
            throw new ArgumentException($"An identifier has {IdLengthBytes} bytes.", nameof(id));
        }

        _type = type;
        _high = BinaryPrimitives.ReadUInt64BigEndian(id);
        _middle = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
        _low = BinaryPrimitives.ReadUInt32BigEndian(id[16..]);
    }

    internal Xid(XidType type, ulong high, ulong middle, uint low)
    {
        _type = type;
        _high = high;
        _middle = middle;
        _low = low;
    }

    /// <summary>The host identifier that stands for all hosts on a link: 20 bytes 0xFF.</summary>
    public static Xid Broadcast { get; } =
        new(XidType.Hid, Enumerable.Repeat(byte.MaxValue, IdLengthBytes).ToArray());

    /// <summary>What kind of thing it names.</summary>
    public XidType Type => _type;

    /// <summary>Whether this is the default value, which names nothing.</summary>
    public bool IsNone => _type == XidType.None;

    /// <summary>Whether it stands for all hosts on a link.</summary>
    public bool IsBroadcast => Equals(Broadcast);

    internal ulong High => _high;

    internal ulong Middle => _middle;

    internal uint Low => _low;

    /// <summary>The identifier that a public key or a piece of content has by right.</summary>
    public static Xid Derive(XidType type, ReadOnlySpan<byte> keyOrContent)
    {
        Span<byte> label = stackalloc byte[LongestLabelBytes];
        int labelBytes = Encoding.ASCII.GetBytes($"xia.{XidTypeNames.Of(type)}/1", label);
        label[labelBytes] = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(label[..(labelBytes + 1)]);
        hash.AppendData(keyOrContent);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new Xid(type, digest[..IdLengthBytes]);
    }

    /// <summary>Reads the wire form; there are at least <see cref="WireLengthBytes"/> bytes.</summary>
    public static Xid Read(ReadOnlySpan<byte> source) =>
        new((XidType)BinaryPrimitives.ReadUInt32BigEndian(source), source.Slice(4, IdLengthBytes));

    /// <summary>Reads what <see cref="Write(ref MessagePackWriter)"/> wrote.</summary>
    public static Xid Read(ref MessagePackReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.Length == WireLengthBytes
            ? Read(bytes)
            : throw new MessagePackSerializationException($"An identifier has {WireLengthBytes} bytes.");
    }

    /// <summary>Reads <c>HID:40hex</c> or <c>hid-40hex</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Xid xid)
    {
        xid = default;
        int separator = text.IndexOfAny(':', '-');
        if (separator < 0 || text.Length - separator - 1 != HexLength
            || !XidTypeNames.TryParse(text[..separator], out XidType type))
        {
            return false;
        }

        Span<byte> id = stackalloc byte[IdLengthBytes];
        if (Convert.FromHexString(
            text[(separator + 1)..], id, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        xid = new Xid(type, id);
        return true;
    }

    /// <summary>Reads <c>HID:40hex</c> or <c>hid-40hex</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Xid Parse(ReadOnlySpan<char> text) => TryParse(text, out Xid xid)
        ? xid
        : throw new FormatException(
            $"'{text}' is no identifier; expected TYPE:{HexLength} hexadecimal digits.");

    /// <summary>Writes the wire form of <see cref="WireLengthBytes"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_type);
        CopyIdTo(destination[4..]);
    }

    /// <summary>Writes the wire form as a bin value.</summary>
    public void Write(ref MessagePackWriter writer)
    {
        Span<byte> bytes = stackalloc byte[WireLengthBytes];
        Write(bytes);
        writer.Write(bytes);
    }

    /// <summary>Writes the 20 bytes of the identifier proper.</summary>
    public void CopyIdTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _middle);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _low);
    }

    /// <summary>
    /// A hash under a seed that a table keeps to itself, so that no one can choose identifiers that collide.
    /// </summary>
    public ulong Hash(ulong seed) => Mix(_high, _middle, _low ^ ((ulong)_type << 32), seed);

    /// <inheritdoc/>
    public bool Equals(Xid other) =>
        _high == other._high && _middle == other._middle && _low == other._low && _type == other._type;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Xid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Hash(0) >> 32);

    /// <inheritdoc/>
    public int CompareTo(Xid other)
    {
        int order = _type.CompareTo(other._type);
        order = order != 0 ? order : _high.CompareTo(other._high);
        order = order != 0 ? order : _middle.CompareTo(other._middle);
        return order != 0 ? order : _low.CompareTo(other._low);
    }

    /// <summary>The form <c>HID:40hex</c>.</summary>
    public override string ToString() => $"{XidTypeNames.Of(_type).ToUpperInvariant()}:{Hex()}";

    /// <summary>The form <c>hid-40hex</c> of XIA for Linux and Wireshark.</summary>
    public string ToLinuxString() => $"{XidTypeNames.Of(_type)}-{Hex()}";

    /// <summary>Type and first digits, such as <c>HID:3fa94c01</c>, for reports.</summary>
    public string ToShortString() => $"{XidTypeNames.Of(_type).ToUpperInvariant()}:{Hex()[..8]}";

    /// <summary>
    /// The seeded hash of the three words of an identifier; the high bits are the best ones.
    /// </summary>
    internal static ulong Mix(ulong high, ulong middle, ulong low, ulong seed)
    {
        ulong folded = Math.BigMul(high ^ seed, middle ^ 0x9E3779B97F4A7C15UL, out ulong product) ^ product;
        return (folded ^ low ^ seed) * 0xD6E8FEB86659FD93UL;
    }

    private string Hex() =>
        string.Create(CultureInfo.InvariantCulture, $"{_high:x16}{_middle:x16}{_low:x8}");

    /// <summary>Whether two identifiers are the same.</summary>
    public static bool operator ==(Xid left, Xid right) => left.Equals(right);

    /// <summary>Whether two identifiers differ.</summary>
    public static bool operator !=(Xid left, Xid right) => !left.Equals(right);

    /// <summary>Compares wire bytes.</summary>
    public static bool operator <(Xid left, Xid right) => left.CompareTo(right) < 0;

    /// <summary>Compares wire bytes.</summary>
    public static bool operator >(Xid left, Xid right) => left.CompareTo(right) > 0;

    /// <summary>Compares wire bytes.</summary>
    public static bool operator <=(Xid left, Xid right) => left.CompareTo(right) <= 0;

    /// <summary>Compares wire bytes.</summary>
    public static bool operator >=(Xid left, Xid right) => left.CompareTo(right) >= 0;
}
