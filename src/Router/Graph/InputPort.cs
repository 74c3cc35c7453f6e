using System.Runtime.CompilerServices;
using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>Where a pull input gets its packets from.</summary>
public readonly struct InputPort
{
    internal InputPort(Element? source, int port)
    {
        Source = source;
        Port = port;
    }

    /// <summary>The element before a pull input; null for a push input.</summary>
    public Element? Source { get; }

    /// <summary>The output port of <see cref="Source"/>.</summary>
    public int Port { get; }

    /// <summary>Whether packets are pulled in here.</summary>
    public bool IsPull => Source is not null;

    /// <summary>Asks for a packet; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Packet? Pull() => Source!.Pull(Port);

    /// <summary>Asks for up to <paramref name="maximumCount"/> packets.</summary>
    public PacketBatch PullBatch(int maximumCount) => Source!.PullBatch(Port, maximumCount);
}
