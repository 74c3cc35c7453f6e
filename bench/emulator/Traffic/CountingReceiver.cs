using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Bench.Emulator.Traffic;

/// <summary>Counts the datagrams that arrive.</summary>
internal sealed class CountingReceiver : IDatagramObserver
{
    /// <summary>How many arrived.</summary>
    public long Received { get; private set; }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now) => Received++;

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now)
    {
    }
}
