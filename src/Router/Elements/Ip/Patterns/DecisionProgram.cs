using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>A decision graph laid out to be run: steps that lead to later steps or to an output.</summary>
internal sealed class DecisionProgram
{
    /// <summary>A word that starts this far before its header; only the link header's words do.</summary>
    private const int LinkLeadBytes = 2;

    private readonly DecisionStep[] _steps;
    private readonly WordTest[] _tests;
    private readonly int _everything;
    private readonly int _networkBytes;
    private readonly int _transportBytes;
    private readonly int _safeLength;

    /// <summary>Lays out a graph.</summary>
    public DecisionProgram(DecisionGraph graph)
    {
        List<int> order = Order(graph);
        int[] positions = new int[graph.Nodes.Count];
        for (int position = 0; position < order.Count; position++)
        {
            positions[order[position]] = position;
        }

        _everything = graph.Root < 0 ? ~graph.Root : 0;
        _tests = [.. order.Select(index => graph.Nodes[index].Test)];
        _steps = [.. order.Select(index => Step(graph.Nodes[index], positions))];
        _safeLength = _tests.Select(test => test.Needed).DefaultIfEmpty(0).Max();

        // A packet that has this much of its headers is read without looking at lengths, if no step reads a
        // link header.
        bool readsLink = Array.Exists(_steps, step => step.Header == PacketHeader.Link);
        _networkBytes = readsLink ? int.MaxValue : Bytes(PacketHeader.Network);
        _transportBytes = Bytes(PacketHeader.Transport);
    }

    /// <summary>The outputs that some packet may leave by.</summary>
    public IEnumerable<int> Outputs => _steps.Length == 0
        ? [_everything]
        : _steps.SelectMany(step => new[] { step.Yes, step.No }).Where(target => target < 0)
            .Select(target => ~target).Distinct();

    /// <summary>The output of a packet; <see cref="DecisionGraph.Drop"/> for none.</summary>
    public int Decide(Packet packet)
    {
        if (_steps.Length == 0)
        {
            return _everything;
        }

        ReadOnlySpan<byte> network = packet.NetworkHeader;
        ReadOnlySpan<byte> transport = packet.TransportHeader;
        return network.Length >= _networkBytes && transport.Length >= _transportBytes
            ? DecideLong(ref MemoryMarshal.GetReference(network), ref MemoryMarshal.GetReference(transport))
            : DecideShort(packet.MacHeader, network, transport);
    }

    /// <summary>The steps, as the handler <c>program</c> shows them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int index = 0; index < _steps.Length; index++)
        {
            WordTest test = _tests[index];
            text.Append(CultureInfo.InvariantCulture, $"{index,2} {test.Offset,3}")
                .Append(CultureInfo.InvariantCulture, $"/{test.Value:x8}%{test.Mask:x8}")
                .Append("  yes->").Append(TargetText(_steps[index].Yes))
                .Append("  no->").Append(TargetText(_steps[index].No))
                .Append(test.HoldsWhenShort ? "  short->yes\n" : "\n");
        }

        if (_steps.Length == 0)
        {
            text.Append("all->").Append(TargetText(~_everything)).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"safe length {_safeLength}\nalignment offset 0\n")
            .ToString();
    }

    private static string TargetText(int target) =>
        target >= 0 ? $"step {target}" : target == ~DecisionGraph.Drop ? "[X]" : $"[{~target}]";

    // Each node before those that it leads to, and what follows a "no" close behind it.
    private static List<int> Order(DecisionGraph graph)
    {
        var finished = new List<int>();
        bool[] isSeen = new bool[graph.Nodes.Count];
        var open = new Stack<(int Node, int Visited)>();
        if (graph.Root >= 0)
        {
            open.Push((graph.Root, 0));
            isSeen[graph.Root] = true;
        }

        while (open.TryPop(out (int Node, int Visited) at))
        {
            if (at.Visited == 2)
            {
                finished.Add(at.Node);
                continue;
            }

            open.Push((at.Node, at.Visited + 1));
            int next = at.Visited == 0 ? graph.Nodes[at.Node].No : graph.Nodes[at.Node].Yes;
            if (next >= 0 && !isSeen[next])
            {
                isSeen[next] = true;
                open.Push((next, 0));
            }
        }

        finished.Reverse();
        return finished;
    }

    private static DecisionStep Step(in DecisionNode node, int[] positions)
    {
        WordTest test = node.Test;
        PacketHeader header = test.Offset >= WordTest.TransportBase ? PacketHeader.Transport
            : test.Offset >= WordTest.NetworkBase ? PacketHeader.Network : PacketHeader.Link;
        int start = header switch
        {
            PacketHeader.Transport => WordTest.TransportBase,
            PacketHeader.Network => WordTest.NetworkBase,
            _ => LinkLeadBytes,
        };
        int yes = node.Yes < 0 ? node.Yes : positions[node.Yes];
        int no = node.No < 0 ? node.No : positions[node.No];
        return new DecisionStep
        {
            Mask = Native(test.Mask),
            Value = Native(test.Value),
            Offset = test.Offset - start,
            NeededBytes = test.Needed - start,
            Yes = yes,
            No = no,
            Short = test.HoldsWhenShort ? yes : no,
            Header = header,
        };
    }

    private static uint Native(uint bigEndian) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bigEndian) : bigEndian;

    private int Bytes(PacketHeader header) => _steps.Where(step => step.Header == header)
        .Select(step => step.Offset + sizeof(uint)).DefaultIfEmpty(0).Max();

    // Both headers reach as far as the last word of any step, so no length is looked at.
    private int DecideLong(ref byte network, ref byte transport)
    {
        ref DecisionStep first = ref MemoryMarshal.GetArrayDataReference(_steps);
        int at = 0;
        do
        {
            ref DecisionStep step = ref Unsafe.Add(ref first, at);
            ref byte header = ref step.Header == PacketHeader.Transport ? ref transport : ref network;
            uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref header, step.Offset));
            at = (word & step.Mask) == step.Value ? step.Yes : step.No;
        }
        while (at >= 0);
        return ~at;
    }

    private int DecideShort(
        ReadOnlySpan<byte> link, ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        int at = 0;
        do
        {
            ref DecisionStep step = ref _steps[at];
            ReadOnlySpan<byte> header = step.Header == PacketHeader.Transport ? transport
                : step.Header == PacketHeader.Network ? network : link;
            if (header.Length < step.NeededBytes)
            {
                at = step.Short;
                continue;
            }

            bytes.Clear();
            int start = Math.Max(step.Offset, 0);
            int end = Math.Min(step.Offset + sizeof(uint), header.Length);
            header[start..end].CopyTo(bytes[(start - step.Offset)..]);
            at = (BitConverter.ToUInt32(bytes) & step.Mask) == step.Value ? step.Yes : step.No;
        }
        while (at >= 0);
        return ~at;
    }
}
