using Xia.Router.Graph.Signals;

namespace Xia.Router.Elements.Queues;

/// <summary>Decides when a queue's empty signal goes off.</summary>
public interface IEmptySignal
{
    /// <summary>On while a pull may give a packet.</summary>
    Notifier Notifier { get; }

    /// <summary>Takes note of a pull.</summary>
    /// <param name="gavePacket">Whether it found a packet.</param>
    /// <param name="remaining">Packets that are left.</param>
    void OnPull(bool gavePacket, int remaining);
}
