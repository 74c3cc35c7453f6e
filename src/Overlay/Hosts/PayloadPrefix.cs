using System.Buffers.Binary;

namespace Xia.Overlay.Hosts;

/// <summary>The 24 bytes with which the payload kinds 0x01 to 0x06 begin.</summary>
/// <remarks>
/// <code>
///  0      1      2      3      4      5      6      7
/// +------+------+-------------+---------------------------+
/// | kind |flags | zero        | CRC-32C of the payload    |
/// +------+------+-------------+---------------------------+
/// | sender's nonce                                        |
/// +-------------------------------------------------------+
/// | receiver's nonce, 0 while the sender does not know it |
/// +-------------------------------------------------------+
/// </code>
/// Big-endian. The checksum covers the whole payload with its own four bytes as zero, and no address, so that
/// a gate on the way may rewrite the destination.
/// </remarks>
internal readonly record struct PayloadPrefix(byte Kind, byte Flags, ulong SenderNonce, ulong ReceiverNonce)
{
    /// <summary>How long the prefix is.</summary>
    public const int LengthBytes = 24;

    private const int FlagsOffset = 1;
    private const int ZeroOffset = 2;
    private const int ChecksumOffset = 4;
    private const int SenderNonceOffset = 8;
    private const int ReceiverNonceOffset = 16;

    /// <summary>Reads the prefix of a payload, or says why the payload is not one.</summary>
    public static PayloadCheck TryRead(ReadOnlySpan<byte> payload, out PayloadPrefix prefix)
    {
        prefix = default;
        if (payload.Length < LengthBytes)
        {
            return PayloadCheck.TooShort;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(payload[ZeroOffset..]) != 0)
        {
            return PayloadCheck.ReservedNotZero;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(payload[ChecksumOffset..]) != Checksum(payload))
        {
            return PayloadCheck.WrongChecksum;
        }

        prefix = new PayloadPrefix(
            payload[0],
            payload[FlagsOffset],
            BinaryPrimitives.ReadUInt64BigEndian(payload[SenderNonceOffset..]),
            BinaryPrimitives.ReadUInt64BigEndian(payload[ReceiverNonceOffset..]));
        return prefix.SenderNonce == 0 ? PayloadCheck.NoSenderNonce : PayloadCheck.Sound;
    }

    /// <summary>
    /// Writes the prefix; the checksum follows by <see cref="Seal"/> once the payload is whole.
    /// </summary>
    public void Write(Span<byte> payload)
    {
        payload[0] = Kind;
        payload[FlagsOffset] = Flags;
        payload[ZeroOffset..SenderNonceOffset].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(payload[SenderNonceOffset..], SenderNonce);
        BinaryPrimitives.WriteUInt64BigEndian(payload[ReceiverNonceOffset..], ReceiverNonce);
    }

    /// <summary>Puts the checksum over a whole payload into its prefix.</summary>
    public static void Seal(Span<byte> payload) =>
        BinaryPrimitives.WriteUInt32BigEndian(payload[ChecksumOffset..], Checksum(payload));

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        uint checksum = Crc32C.Append(Crc32C.Start, payload[..ChecksumOffset]);
        checksum = Crc32C.Append(checksum, [0, 0, 0, 0]);
        return Crc32C.Finish(Crc32C.Append(checksum, payload[SenderNonceOffset..]));
    }
}
