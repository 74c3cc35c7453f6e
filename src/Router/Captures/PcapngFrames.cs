using System.Numerics;
using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>The frames of a pcapng file (draft-ietf-opsawg-pcapng) with any interfaces.</summary>
internal sealed class PcapngFrames : CaptureReader
{
    private const int BlockHeadBytes = 8;
    private const int BlockTailBytes = 4;
    private const int ShortestBlockBytes = BlockHeadBytes + BlockTailBytes;
    private const uint ObsoletePacketBlock = 2;
    private const uint SimplePacketBlock = 3;
    private const int PacketFixedBytes = 20;
    private const int InterfaceFixedBytes = 8;
    private const ushort TimeOffsetOption = 14;
    private const byte MicrosecondResolution = 6;
    private const int MaximumInterfaces = 1 << 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly List<CaptureInterface> _interfaces = [];
    private bool _hasPending;
    private uint _pendingType;
    private int _pendingLength;

    /// <summary>Begins a file: reads up to its first interface.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public PcapngFrames(TraceInput input)
        : base(input, isBigEndian: false)
    {
        while (_interfaces.Count == 0 && TryBeginBlock())
        {
            if (IsPacket(_pendingType))
            {
                throw new InvalidDataException("not a pcapng file (packet without interface)");
            }

            TakeBlock(out _);
        }

        if (Fault is not null || _interfaces.Count == 0)
        {
            throw new InvalidDataException(Fault ?? "not a pcapng file (no interface)");
        }

        Link = _interfaces[0].Link;
        FramePosition = input.Position;
    }

    /// <inheritdoc/>
    public override LinkType Link { get; }

    /// <inheritdoc/>
    public override bool TryRead(out CapturedPacket packet)
    {
        packet = default;
        while (TryBeginBlock())
        {
            bool isPacket = IsPacket(_pendingType);
            if (TakeBlock(out ReadOnlySpan<byte> body) && isPacket)
            {
                return TryReadPacket(body, out packet);
            }
        }

        return false;
    }

    private static bool IsPacket(uint type) =>
        type is PcapngWriter.EnhancedPacketBlock or SimplePacketBlock or ObsoletePacketBlock;

    // Reads type and length; a section header also tells the byte order of what follows.
    private bool TryBeginBlock()
    {
        if (_hasPending)
        {
            return true;
        }

        FramePosition = Input.Position;
        if (Fault is not null || !Input.TryRead(BlockHeadBytes, out ReadOnlySpan<byte> head))
        {
            return false;
        }

        _pendingType = Number32(head);
        if (_pendingType == PcapngWriter.SectionHeaderBlock)
        {
            // The byte order comes behind the length that it is needed for.
            Span<byte> length = stackalloc byte[4];
            head[4..].CopyTo(length);
            if (!SetByteOrder())
            {
                return false;
            }

            _pendingLength = (int)Math.Min(Number32(length), int.MaxValue);
        }
        else
        {
            _pendingLength = (int)Math.Min(Number32(head[4..]), int.MaxValue);
        }

        if (_pendingLength < ShortestBlockBytes || _pendingLength % 4 != 0
            || _pendingLength > TraceInput.MaximumLineBytes)
        {
            Fault = "bad block length; giving up";
            return false;
        }

        _hasPending = true;
        return true;
    }

    private bool SetByteOrder()
    {
        if (Input.StartsWith([0x1a, 0x2b, 0x3c, 0x4d]))
        {
            IsBigEndian = true;
        }
        else if (Input.StartsWith([0x4d, 0x3c, 0x2b, 0x1a]))
        {
            IsBigEndian = false;
        }
        else
        {
            Fault = "bad byte-order magic; giving up";
            return false;
        }

        return true;
    }

    private bool TakeBlock(out ReadOnlySpan<byte> body)
    {
        _hasPending = false;
        body = default;
        if (!Input.TryRead(_pendingLength - BlockHeadBytes, out ReadOnlySpan<byte> rest))
        {
            return false;
        }

        body = rest[..^BlockTailBytes];
        if (_pendingType == PcapngWriter.SectionHeaderBlock)
        {
            _interfaces.Clear();
        }
        else if (_pendingType == PcapngWriter.InterfaceBlock)
        {
            AddInterface(body);
        }

        return true;
    }

    private void AddInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < InterfaceFixedBytes || _interfaces.Count >= MaximumInterfaces)
        {
            Fault = "bad interface block; giving up";
            return;
        }

        ReadOnlySpan<byte> options = body[InterfaceFixedBytes..];
        ReadOnlySpan<byte> resolution = Option(options, PcapngWriter.TimeResolutionOption);
        ReadOnlySpan<byte> offset = Option(options, TimeOffsetOption);
        long seconds = 0;
        if (offset.Length == sizeof(long))
        {
            (uint high, uint low) = IsBigEndian
                ? (Number32(offset), Number32(offset[4..]))
                : (Number32(offset[4..]), Number32(offset));
            seconds = (long)(((ulong)high << 32) | low);
        }

        uint snapLength = Number32(body[4..]);
        _interfaces.Add(new CaptureInterface(
            (LinkType)Number16(body),
            snapLength == 0 ? uint.MaxValue : snapLength,
            resolution.Length == 1 ? resolution[0] : MicrosecondResolution,
            seconds));
    }

    private bool TryReadPacket(ReadOnlySpan<byte> body, out CapturedPacket packet)
    {
        packet = default;
        bool simple = _pendingType == SimplePacketBlock;
        int fixedBytes = simple ? sizeof(uint) : PacketFixedBytes;
        if (body.Length < fixedBytes)
        {
            Fault = "bad packet block; giving up";
            return false;
        }

        uint number = _pendingType switch
        {
            SimplePacketBlock => 0,
            ObsoletePacketBlock => Number16(body),
            _ => Number32(body),
        };
        uint original = Number32(body[(fixedBytes - 4)..]);
        if (number >= _interfaces.Count)
        {
            Fault = "packet of an unknown interface; giving up";
            return false;
        }

        CaptureInterface source = _interfaces[(int)number];
        uint kept = simple ? Math.Min(original, source.SnapLengthBytes) : Number32(body[12..]);
        if (kept > body.Length - fixedBytes || kept > MaximumFrameBytes)
        {
            Fault = "bad packet header; giving up";
            return false;
        }

        ulong ticks = simple ? 0 : ((ulong)Number32(body[4..]) << 32) | Number32(body[8..]);
        packet = new CapturedPacket(
            source.Time(ticks), source.Link, body.Slice(fixedBytes, (int)kept), Math.Max(original, kept));
        return true;
    }

    private ReadOnlySpan<byte> Option(ReadOnlySpan<byte> options, ushort wanted)
    {
        while (options.Length >= 4)
        {
            ushort code = Number16(options);
            int length = Number16(options[2..]);
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

    /// <summary>What an interface block says.</summary>
    private sealed record CaptureInterface(
        LinkType Link, uint SnapLengthBytes, byte Resolution, long OffsetSeconds)
    {
        private const byte PowerOfTwoBit = 0x80;
        private const int LargestDecimalExponent = 18;

        // A negative power of ten, or with the highest bit of two; what time cannot hold is cut.
        public Instant Time(ulong ticks)
        {
            UInt128 nanoseconds = (UInt128)ticks * NanosecondsPerSecond;
            if ((Resolution & PowerOfTwoBit) != 0)
            {
                nanoseconds >>= Resolution & ~PowerOfTwoBit;
            }
            else
            {
                nanoseconds /= UInt128.CreateChecked(
                    BigInteger.Pow(10, Math.Min((int)Resolution, LargestDecimalExponent)));
            }

            Int128 sum = (Int128)nanoseconds + ((Int128)OffsetSeconds * NanosecondsPerSecond);
            return new Instant((long)Int128.Clamp(sum, long.MinValue, long.MaxValue));
        }
    }
}
