using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Keeps what a datagram socket hears.</summary>
internal sealed class ProbeObserver : IDatagramObserver
{
    public List<(PeerToken From, byte[] Payload, Instant At)> Datagrams { get; } = [];

    public List<PeerToken> Unreachable { get; } = [];

    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now) =>
        Datagrams.Add((from, payload.ToArray(), now));

    public void OnUnreachable(PeerToken peer, Instant now) => Unreachable.Add(peer);
}
