using System.Buffers.Binary;
using Xia.Kernel.Checksums;

namespace Xia.Internet.Wire;

/// <summary>The header of an ICMP message (RFC 792).</summary>
/// <remarks>
/// <code>
/// |     type      |     code      |           checksum            |
/// |          identifier           |       sequence number         |   of echo; otherwise one 32-bit value
/// </code>
/// </remarks>
/// <param name="Type">What it says.</param>
/// <param name="Code">More exactly.</param>
/// <param name="Rest">Identifier and sequence number of an echo; the next hop's MTU; otherwise 0.</param>
public readonly record struct IcmpHeader(IcmpType Type, byte Code, uint Rest)
{
    /// <summary>How long it is.</summary>
    public const int LengthBytes = 8;

    private const int ChecksumOffset = 2;
    private const int RestOffset = 4;

    /// <summary>Whether it reports trouble with another packet, which its payload starts.</summary>
    public bool IsError => Type is IcmpType.Unreachable or IcmpType.SourceQuench or IcmpType.Redirect
        or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    /// <summary>Reads and checks a message.</summary>
    public static IcmpFault TryRead(ReadOnlySpan<byte> message, out IcmpHeader header)
    {
        header = default;
        if (message.Length < LengthBytes)
        {
            return IcmpFault.Truncated;
        }

        if (InternetChecksum.Compute(message) != 0)
        {
            return IcmpFault.Checksum;
        }

        header = new IcmpHeader(
            (IcmpType)message[0], message[1], BinaryPrimitives.ReadUInt32BigEndian(message[RestOffset..]));
        return IcmpFault.None;
    }

    /// <summary>The checksum of a whole message in place, after one of its words changed.</summary>
    /// <param name="message">The message, already changed.</param>
    /// <param name="before">The word as it was; at an even offset.</param>
    /// <param name="after">The word as it is.</param>
    public static void MendChecksum(Span<byte> message, ushort before, ushort after)
    {
        Span<byte> checksum = message[ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(
            checksum,
            InternetChecksum.Update(BinaryPrimitives.ReadUInt16BigEndian(checksum), before, after));

        // One's complement has two zeros: only words that are all 0 sum up to the positive one.
        if (!message.ContainsAnyExcept((byte)0))
        {
            BinaryPrimitives.WriteUInt16BigEndian(checksum, ushort.MaxValue);
        }
    }

    /// <summary>Writes the header before a payload that is already in place.</summary>
    /// <param name="message">The whole message and nothing else.</param>
    public void Write(Span<byte> message)
    {
        message[0] = (byte)Type;
        message[1] = Code;
        message[ChecksumOffset..RestOffset].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(message[RestOffset..], Rest);
        BinaryPrimitives.WriteUInt16BigEndian(message[ChecksumOffset..], InternetChecksum.Compute(message));
    }
}
