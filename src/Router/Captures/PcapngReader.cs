using System.Buffers.Binary;
using System.Text;
using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>
/// Reads the frames of a little-endian pcapng file with Ethernet interfaces and nanosecond times.
/// </summary>
public static class PcapngReader
{
    private const int BlockOverheadBytes = 12;
    private const int PacketFixedBytes = 20;
    private const int InterfaceFixedBytes = 8;
    private const byte NanosecondResolution = 9;

    /// <summary>All frames in the order of the file.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static IReadOnlyList<CapturedFrame> Read(ReadOnlySpan<byte> file)
    {
        var frames = new List<CapturedFrame>();
        var names = new List<string>();
        for (int at = 0; at < file.Length;)
        {
            if (file.Length - at < BlockOverheadBytes)
            {
                throw new InvalidDataException($"A block at byte {at} is cut off.");
            }

            uint type = BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (length < BlockOverheadBytes || length % 4 != 0 || length > file.Length - at
                || BinaryPrimitives.ReadUInt32LittleEndian(file[(at + (int)length - 4)..]) != length)
            {
                throw new InvalidDataException($"The block at byte {at} has a wrong length.");
            }

            ReadOnlySpan<byte> body = file.Slice(at + 8, (int)length - BlockOverheadBytes);
            ReadBlock(type, body, names, frames, at);
            at += (int)length;
        }

        return frames;
    }

    private static void ReadBlock(
        uint type, ReadOnlySpan<byte> body, List<string> names, List<CapturedFrame> frames, int at)
    {
        switch (type)
        {
            case PcapngWriter.SectionHeaderBlock:
                if (body.Length < 4
                    || BinaryPrimitives.ReadUInt32LittleEndian(body) != PcapngWriter.ByteOrderMagic)
                {
                    throw new InvalidDataException("The section is not little-endian.");
                }

                names.Clear();
                break;
            case PcapngWriter.InterfaceBlock:
                names.Add(ReadInterface(body, at));
                break;
            case PcapngWriter.EnhancedPacketBlock:
                frames.Add(ReadFrame(body, names, at));
                break;
            default:
                break;
        }
    }

    private static string ReadInterface(ReadOnlySpan<byte> body, int at)
    {
        if (body.Length < InterfaceFixedBytes
            || BinaryPrimitives.ReadUInt16LittleEndian(body) != PcapngWriter.EthernetLinkType)
        {
            throw new InvalidDataException($"The interface at byte {at} is not Ethernet.");
        }

        ReadOnlySpan<byte> options = body[InterfaceFixedBytes..];
        if (Option(options, PcapngWriter.TimeResolutionOption) is not [NanosecondResolution])
        {
            throw new InvalidDataException($"The interface at byte {at} does not count nanoseconds.");
        }

        return Encoding.UTF8.GetString(Option(options, PcapngWriter.InterfaceNameOption));
    }

    private static CapturedFrame ReadFrame(ReadOnlySpan<byte> body, List<string> names, int at)
    {
        if (body.Length < PacketFixedBytes)
        {
            throw new InvalidDataException($"The packet at byte {at} is cut off.");
        }

        uint number = BinaryPrimitives.ReadUInt32LittleEndian(body);
        ulong time = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) << 32)
            | BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        uint kept = BinaryPrimitives.ReadUInt32LittleEndian(body[12..]);
        uint original = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        if (number >= names.Count || kept > body.Length - PacketFixedBytes || time > long.MaxValue
            || original > int.MaxValue)
        {
            throw new InvalidDataException($"The packet at byte {at} is malformed.");
        }

        ReadOnlySpan<byte> options = body[Math.Min(body.Length, PacketFixedBytes + (((int)kept + 3) & ~3))..];
        ReadOnlySpan<byte> flags = Option(options, PcapngWriter.PacketFlagsOption);
        return new CapturedFrame(
            names[(int)number], new Instant((long)time),
            flags.Length == 4 ? (CaptureDirection)(flags[0] & 3) : CaptureDirection.Unknown,
            body.Slice(PacketFixedBytes, (int)kept).ToArray(), (int)original);
    }

    private static ReadOnlySpan<byte> Option(ReadOnlySpan<byte> options, ushort wanted)
    {
        while (options.Length >= 4)
        {
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(options);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(options[2..]);
            if (code == 0 || length > options.Length - 4)
            {
                break;
            }

            if (code == wanted)
            {
                return options.Slice(4, length);
            }

            options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        }

        return default;
    }
}
