using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites the numbers of a TCP segment whose streams changed length on the way.</summary>
internal static class SequenceNumbers
{
    private const int HeaderLengthBytes = 20;
    private const int SequenceOffset = 4;
    private const int AcknowledgementOffset = 8;
    private const int DataOffsetOffset = 12;
    private const int FlagsOffset = 13;
    private const int ChecksumOffset = 16;
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte SelectiveAcknowledgement = 5;

    /// <summary>
    /// Rewrites sequence number, acknowledgement and selective acknowledgements (RFC 2018), and the checksum.
    /// </summary>
    /// <param name="segment">A segment with a whole header.</param>
    /// <param name="shifts">Shifts of the stream that the segment belongs to.</param>
    /// <param name="answered">Shifts of the stream that it acknowledges.</param>
    public static void Rewrite(Span<byte> segment, SequenceShifts? shifts, SequenceShifts? answered)
    {
        int headerBytes = Math.Min((segment[DataOffsetOffset] >> 4) * 4, segment.Length & ~3);
        Span<byte> numbers = segment[SequenceOffset..Math.Max(headerBytes, HeaderLengthBytes)];

        // The checksum itself lies among the bytes, but does not change between the two sums.
        uint before = InternetChecksum.Add(0, numbers);
        if (((TcpFlags)segment[FlagsOffset] & TcpFlags.Syn) != 0)
        {
            shifts?.Clear();
        }

        if (shifts is not null)
        {
            Span<byte> sequence = segment[SequenceOffset..];
            BinaryPrimitives.WriteUInt32BigEndian(
                sequence, shifts.RewriteSequence(BinaryPrimitives.ReadUInt32BigEndian(sequence)));
        }

        if (answered is not null)
        {
            Restore(segment[AcknowledgementOffset..], answered);
            RestoreSelective(segment[HeaderLengthBytes..Math.Max(headerBytes, HeaderLengthBytes)], answered);
        }

        uint after = InternetChecksum.Add(0, numbers);
        ChecksumChange.Apply(
            segment[ChecksumOffset..], ChecksumChange.Sum((ushort)~before, (ushort)after));
    }

    private static void RestoreSelective(Span<byte> options, SequenceShifts answered)
    {
        while (options.Length > 1 && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            int length = options[1];
            if (length < 2 || length > options.Length)
            {
                return;
            }

            if (options[0] == SelectiveAcknowledgement)
            {
                for (int at = 2; at + sizeof(uint) <= length; at += sizeof(uint))
                {
                    Restore(options[at..], answered);
                }
            }

            options = options[length..];
        }
    }

    private static void Restore(Span<byte> number, SequenceShifts answered) =>
        BinaryPrimitives.WriteUInt32BigEndian(
            number, answered.RestoreAcknowledgement(BinaryPrimitives.ReadUInt32BigEndian(number)));
}
