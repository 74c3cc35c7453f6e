using System.Buffers.Binary;
using Xia.Overlay.Delegations;

namespace Xia.Overlay.Rebinding;

/// <summary>
/// What a challenge (0x04), its answer (0x05) and an acknowledgement (0x06) say after the prefix.
/// </summary>
/// <remarks>
/// <code>
///  24                 32                 40                 48
/// +------------------+------------------+------------------+
/// | epoch            | sequence         | token            |
/// +------------------+------------------+------------------+
/// </code>
/// Epoch and sequence are those of the rebinding in question. The token of a challenge is random, its answer
/// repeats it; that of an acknowledgement is the first 8 bytes of the rebinding's signature.
/// </remarks>
internal readonly record struct PathMessage(Freshness Freshness, ulong Token)
{
    /// <summary>How long the payload is, prefix included.</summary>
    public const int LengthBytes = 48;

    private const int EpochOffset = 24;
    private const int SequenceOffset = 32;
    private const int TokenOffset = 40;

    /// <summary>Reads the message of a payload; false when it has another length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out PathMessage message)
    {
        message = payload.Length != LengthBytes ? default : new PathMessage(
            new Freshness(
                BinaryPrimitives.ReadUInt64BigEndian(payload[EpochOffset..]),
                BinaryPrimitives.ReadUInt64BigEndian(payload[SequenceOffset..])),
            BinaryPrimitives.ReadUInt64BigEndian(payload[TokenOffset..]));
        return payload.Length == LengthBytes;
    }

    /// <summary>Writes the message behind the prefix.</summary>
    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt64BigEndian(payload[EpochOffset..], Freshness.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(payload[SequenceOffset..], Freshness.Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(payload[TokenOffset..], Token);
    }
}
