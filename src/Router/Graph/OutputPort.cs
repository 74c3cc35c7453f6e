using System.Runtime.CompilerServices;
using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>
/// Where an output leads: fixed when the graph is built, so that a transfer is one virtual call.
/// </summary>
public readonly struct OutputPort
{
    internal OutputPort(Element? target, int port)
    {
        Target = target;
        Port = port;
    }

    /// <summary>The element behind a push output; null for a pull output.</summary>
    public Element? Target { get; }

    /// <summary>The input port of <see cref="Target"/>.</summary>
    public int Port { get; }

    /// <summary>Whether packets are pushed out here.</summary>
    public bool IsPush => Target is not null;

    /// <summary>Passes a packet on, and its ownership with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(Packet packet)
    {
        // A lone packet is linked to none, wherever it was taken from.
        packet.Next = null;
        Target!.Push(Port, packet);
    }

    /// <summary>Passes packets on together.</summary>
    public void PushBatch(PacketBatch batch) => Target!.PushBatch(Port, batch);
}
