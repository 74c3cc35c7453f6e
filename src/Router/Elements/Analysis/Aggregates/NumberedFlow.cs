using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>A flow and its number.</summary>
/// <param name="ports">The port of the pair's first host in the upper half, the second's below.</param>
internal sealed class NumberedFlow(uint ports)
{
    /// <summary>The ends of both directions, as <see cref="OverBits"/> has them.</summary>
    public const int BothOver = 3;

    /// <summary>How much more the paint of an ICMP error is than that of the packet that it quotes.</summary>
    public const int IcmpErrorPaint = 2;

    /// <summary>The ports.</summary>
    public uint Ports { get; } = ports;

    /// <summary>Its number.</summary>
    public uint Aggregate { get; private set; }

    /// <summary>Whether its first packet went from the pair's second host to the first.</summary>
    public bool IsReverse { get; private set; }

    /// <summary>When its first packet came.</summary>
    public Instant First { get; private set; }

    /// <summary>When its last packet came.</summary>
    public Instant Last { get; private set; }

    /// <summary>A bit per direction that saw its end.</summary>
    public int OverBits { get; private set; }

    /// <summary>Packets per direction.</summary>
    public uint[] PacketCounts { get; } = new uint[2];

    /// <summary>Where in its file the first packet stood; null when nobody knows.</summary>
    public string? FilePosition { get; private set; }

    /// <summary>Starts it, perhaps again.</summary>
    public void Begin(uint aggregate, bool isReverse, Instant time, string? filePosition)
    {
        (Aggregate, IsReverse, First, Last, OverBits) = (aggregate, isReverse, time, time, 0);
        FilePosition = filePosition;
        PacketCounts.AsSpan().Clear();
    }

    /// <summary>Takes note of a packet of it, by its paint and flags.</summary>
    public void Account(Packet packet)
    {
        Last = packet.Annotations.Timestamp;
        int paint = packet.Annotations.Paint;
        if (paint >= IcmpErrorPaint)
        {
            return;
        }

        PacketCounts[paint]++;
        byte flags = FlowHeader.TcpFlags(packet);
        if ((flags & FlowHeader.ResetFlag) != 0)
        {
            OverBits = BothOver;
        }
        else if ((flags & FlowHeader.FinFlag) != 0)
        {
            OverBits |= 1 << paint;
        }
        else if ((flags & FlowHeader.SynFlag) != 0)
        {
            OverBits = 0;
        }
    }
}
