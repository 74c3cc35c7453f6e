using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Rates;

/// <summary>Measures rates from and to IPv4 addresses, the finer the busier they are.</summary>
/// <syntax>IPRateMonitor(TYPE, RATIO, THRESH[, MEMORY 0, ANNO true])</syntax>
/// <remarks>
/// TYPE is PACKETS or BYTES, per second. Packets of input 0 count as sent by their source, those of input 1
/// as sent to their destination; each leaves at the output of that number. It starts with blocks of one byte
/// of the address; a block whose rate comes to THRESH is split into blocks of one byte more, and put together
/// again when both rates have fallen below. RATIO (0 to 1) is the part of the packets that is counted, MEMORY
/// the most kilobytes for blocks (at least 100; 0 stands for 65536). With ANNO, the rates from and to the
/// packet's block are left on it as numbers of four bytes, at offsets 20 and 24. Packets without the mark of
/// an IPv4 header pass uncounted.
/// </remarks>
/// <handler name="thresh" access="r">THRESH.</handler>
/// <handler name="look" access="r">The time since the last reset in units of 8 ms, and the blocks with their
/// two rates.</handler>
/// <handler name="mem" access="r">Bytes that blocks take.</handler>
/// <handler name="memmax" access="rw">The most bytes for blocks; written in kilobytes.</handler>
/// <handler name="anno_level" access="w"><c>ADDRESS LEVEL WHEN</c>: the block of ADDRESS with LEVEL + 1 bytes
/// (LEVEL 0 to 3) is put together, and not split for WHEN seconds.</handler>
/// <handler name="reset" access="w">Forgets all rates.</handler>
public sealed class IPRateMonitor : Element
{
    private const int ForwardOffset = 20;
    private const int ReverseOffset = 24;
    private const int LevelCount = 4;
    private const int BytesPerKilobyte = 1024;
    private const int MinimumKilobytes = 100;
    private const int MaximumKilobytes = 65_536;
    private const int NodeBytes = 120;
    private const int SplitBytes = 24 + (RateNode.ChildCount * 8);
    private const uint Always = 1 << 16;

    private RateNode _root = NewRoot();
    private RandomStream _random = null!;
    private bool _countsPackets;
    private bool _annotates;
    private uint _ratio;
    private int _threshold;
    private long _maximumBytes;
    private long _usedBytes = SplitBytes;
    private long _resetTick;
    private long _foldTick;

    /// <inheritdoc/>
    public override string ClassName => "IPRateMonitor";

    /// <inheritdoc/>
    public override string PortCounts => "1-2/1-2";

    /// <inheritdoc/>
    public override string FlowCode => "#/#";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string type = arguments.Mandatory("TYPE", ArgumentTypes.Word, "PACKETS").ToUpperInvariant();
        _ratio = arguments.Mandatory("RATIO", ArgumentTypes.FixedPoint(16));
        _threshold = arguments.Mandatory("THRESH", ArgumentTypes.Int32());
        int kilobytes = arguments.Positional("MEMORY", ArgumentTypes.Int32(0, MaximumKilobytes), 0);
        _annotates = arguments.Positional("ANNO", ArgumentTypes.Bool, true);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        _countsPackets = type == "PACKETS";
        _maximumBytes = BytesOf(kilobytes);
        if (!_countsPackets && type != "BYTES")
        {
            arguments.Error("monitor type should be \"PACKETS\" or \"BYTES\"");
        }
        else if (_ratio > Always)
        {
            arguments.Error("ratio must be between 0 and 1");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        _resetTick = _foldTick = RateAverage.TickOf(Now);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("thresh", () => $"{_threshold}");
        handlers.Read("look", Look);
        handlers.Read("mem", () => $"{_usedBytes}");
        handlers.Read("memmax", () => $"{_maximumBytes}");
        handlers.Write("anno_level", WriteLevel);
        handlers.Write("reset", Reset, HandlerFlags.Button);
        handlers.Write("memmax", WriteMemory);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Note(packet, isForward: port == 0);
        PushOrKill(port, packet);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (port >= InputCount || Input(port).Pull() is not { } packet)
        {
            return null;
        }

        Note(packet, isForward: port == 0);
        return packet;
    }

    private static RateNode NewRoot() => new() { Children = new RateNode?[RateNode.ChildCount] };

    private static long BytesOf(int kilobytes) => (long)BytesPerKilobyte
        * (kilobytes == 0 ? MaximumKilobytes : Math.Max(kilobytes, MinimumKilobytes));

    private void Note(Packet packet, bool isForward)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes)
        {
            return;
        }

        long tick = RateAverage.TickOf(Now);
        if (tick - _foldTick >= RateAverage.TicksPerSecond)
        {
            _foldTick = tick;
            Fold(_root, tick);
        }

        bool counts = _ratio == Always || _random.NextUInt64(Always) < _ratio;
        long count = !counts ? 0 : _countsPackets ? 1 : Ipv4Header.ReadTotalLength(header);
        uint address = (isForward ? Ipv4Header.ReadSource(header) : Ipv4Header.ReadDestination(header)).Value;
        (int forward, int reverse) = Count(address, tick, isForward ? count : 0, isForward ? 0 : count);
        if (_annotates)
        {
            Span<byte> area = packet.Annotations.Area;
            BinaryPrimitives.WriteInt32LittleEndian(area[ForwardOffset..], forward);
            BinaryPrimitives.WriteInt32LittleEndian(area[ReverseOffset..], reverse);
        }
    }

    // Counts in each block around the address, and gives the rates of the innermost one.
    private (int Forward, int Reverse) Count(uint address, long tick, long forward, long reverse)
    {
        RateNode node = _root;
        int level = 0;
        while (node.Children is { } children)
        {
            ref RateNode? child = ref children[(byte)(address >> (24 - (8 * level)))];
            if (child is null)
            {
                if (_usedBytes + NodeBytes > _maximumBytes)
                {
                    return (node.Forward.PerSecond, node.Reverse.PerSecond);
                }

                child = new RateNode();
                _usedBytes += NodeBytes;
            }

            node = child;
            node.Forward.Add(tick, forward);
            node.Reverse.Add(tick, reverse);
            level++;
        }

        (int Forward, int Reverse) rates = (node.Forward.PerSecond, node.Reverse.PerSecond);
        if ((rates.Forward >= _threshold || rates.Reverse >= _threshold) && level < LevelCount)
        {
            Split(node, address, level, tick);
        }

        return rates;
    }

    // The first block inside starts with the rates of the whole.
    private void Split(RateNode node, uint address, int level, long tick)
    {
        if (tick < node.WholeUntilTick || _usedBytes + SplitBytes + NodeBytes > _maximumBytes)
        {
            return;
        }

        node.Children = new RateNode?[RateNode.ChildCount];
        node.Children[(byte)(address >> (24 - (8 * level)))] =
            new RateNode { Forward = node.Forward, Reverse = node.Reverse };
        _usedBytes += SplitBytes + NodeBytes;
    }

    private void Fold(RateNode node, long tick)
    {
        foreach (RateNode? child in node.Children!)
        {
            if (child?.Children is null)
            {
                continue;
            }

            child.Forward.Add(tick, 0);
            child.Reverse.Add(tick, 0);
            if (child.Forward.PerSecond < _threshold && child.Reverse.PerSecond < _threshold)
            {
                PutTogether(child);
            }
            else
            {
                Fold(child, tick);
            }
        }
    }

    private void PutTogether(RateNode node)
    {
        if (node.Children is not { } children)
        {
            return;
        }

        foreach (RateNode? child in children)
        {
            if (child is not null)
            {
                PutTogether(child);
                _usedBytes -= NodeBytes;
            }
        }

        node.Children = null;
        _usedBytes -= SplitBytes;
    }

    private string Look()
    {
        long tick = RateAverage.TickOf(Now);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{tick - _resetTick}\n");
        Print(_root, "", tick, text);
        return text.ToString();
    }

    private static void Print(RateNode node, string prefix, long tick, StringBuilder text)
    {
        for (int value = 0; value < RateNode.ChildCount; value++)
        {
            if (node.Children![value] is not { } child)
            {
                continue;
            }

            string name = $"{prefix}{value}";
            child.Forward.Add(tick, 0);
            child.Reverse.Add(tick, 0);
            text.Append($"{name}\t{child.Forward}\t{child.Reverse}\n");
            if (child.Children is not null)
            {
                Print(child, $"\t{name}.", tick, text);
            }
        }
    }

    private string? Reset(string text)
    {
        _root = NewRoot();
        _usedBytes = SplitBytes;
        _resetTick = _foldTick = RateAverage.TickOf(Now);
        return null;
    }

    private string? WriteMemory(string text)
    {
        if (!ArgumentTypes.Int32(0, MaximumKilobytes)(text.Trim(), out int kilobytes, out string? error))
        {
            return error ?? "not an integer";
        }

        _maximumBytes = BytesOf(kilobytes);
        if (_usedBytes > _maximumBytes)
        {
            Reset("");
        }

        return null;
    }

    private string? WriteLevel(string text)
    {
        List<string> words = [.. ArgumentText.Words(text)];
        if (words.Count != 3)
        {
            return "expecting 3 arguments";
        }

        if (!ArgumentTypes.IpAddress(this)(words[0], out IpAddress address, out _))
        {
            return "not an IP address";
        }

        if (!ArgumentTypes.Int32(0, LevelCount - 1)(words[1], out int level, out _))
        {
            return "2nd argument specifies a level, between 0 and 3, to annotate";
        }

        if (!ArgumentTypes.Int32(1)(words[2], out int seconds, out _))
        {
            return "3rd argument specifies when this rule expires, must be > 0";
        }

        RateNode? node = _root;
        for (int at = 0; at <= level && node is not null; at++)
        {
            node = node.Children?[(byte)(address.Value >> (24 - (8 * at)))];
        }

        if (node is not null)
        {
            PutTogether(node);
            node.WholeUntilTick =
                RateAverage.TickOf(Now) + ((long)seconds * RateAverage.TicksPerSecond);
        }

        return null;
    }
}
