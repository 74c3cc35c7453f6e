using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Neighbours;

/// <summary>
/// What a <see cref="NeighbourTable{TPacket}"/> wants done; called from within its own calls.
/// </summary>
/// <typeparam name="TPacket">What waits in the table.</typeparam>
public interface INeighbourActions<in TPacket>
{
    /// <summary>Ask all stations where a neighbour is.</summary>
    void OnQuestion(Xid target, ulong nonce, Instant now);

    /// <summary>A packet's wait is over.</summary>
    void OnReleased(TPacket packet, LinkAddress link, Instant now);

    /// <summary>The neighbour did not answer; the packet is given up.</summary>
    void OnFailed(TPacket packet, Instant now);
}
