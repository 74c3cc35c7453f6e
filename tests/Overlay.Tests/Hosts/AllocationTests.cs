using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>Two stacks back to back, without a network in between that would allocate.</summary>
public sealed class AllocationTests : IDatagramObserver, IByteStreamObserver, IStreamAcceptor
{
    private const int WarmUp = 2_000;
    private const int Measured = 2_000;

    private readonly byte[] _packet = new byte[1500];
    private readonly byte[] _bytes = new byte[1000];
    private IDatagramSocket? _server;
    private IByteStream? _accepted;
    private long _received;

    [Test]
    public void Datagram_RequestAndAnswerInSteadyState_AllocateNothing()
    {
        (OverlayStack client, OverlayStack server) = MakePair();
        _server = server.OpenDatagram("echo", this);
        IDatagramSocket socket = client.OpenDatagram(null, new DatagramApplicationThatForgets());
        Assert.That(client.TryResolve("server", out PeerToken token), Is.True);
        long allocated = 0;
        for (int i = 0; i < WarmUp + Measured; i++)
        {
            Instant now = new(i * 1_000_000L);
            long before = GC.GetAllocatedBytesForCurrentThread();
            socket.TrySend(token, _bytes, now);
            Exchange(client, server, now);
            allocated += i < WarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(_received, Is.EqualTo(WarmUp + Measured));
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void Segment_InSteadyState_AllocatesNothing()
    {
        (OverlayStack client, OverlayStack server) = MakePair();
        server.Listen("echo", this);
        Assert.That(client.TryResolve("server", out PeerToken token), Is.True);
        IByteStream stream = client.Connect(token, this, Instant.Zero);
        long allocated = 0;
        for (int i = 0; i < WarmUp + Measured; i++)
        {
            Instant now = new(i * 1_000_000L);
            long before = GC.GetAllocatedBytesForCurrentThread();
            stream.Write(_bytes, now);
            Exchange(client, server, now);
            while (_accepted is not null && _accepted.Read(_bytes, now) is > 0 and int read)
            {
                _received += read;
            }

            Exchange(client, server, now);
            client.OnTimeout(now);
            server.OnTimeout(now);
            allocated += i < WarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(_received, Is.GreaterThan((WarmUp + Measured - 10) * 1000L));
        Assert.That(allocated, Is.Zero);
    }

    void IDatagramObserver.OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        _received++;
        _server!.TrySend(from, payload, now);
    }

    void IDatagramObserver.OnUnreachable(PeerToken peer, Instant now)
    {
    }

    void IByteStreamObserver.OnStreamChanged(IByteStream stream, Instant now)
    {
    }

    void IStreamAcceptor.OnAccepted(IByteStream stream, Instant now) => _accepted = stream;

    void IStreamAcceptor.OnRestored(IByteStream stream, Instant now) => _accepted = stream;

    private void Exchange(OverlayStack left, OverlayStack right, Instant now)
    {
        bool any;
        do
        {
            any = false;
            while (left.TryTakePacket(_packet, now, out int lengthBytes))
            {
                right.OnPacket(_packet.AsSpan(0, lengthBytes), now);
                any = true;
            }

            while (right.TryTakePacket(_packet, now, out int lengthBytes))
            {
                left.OnPacket(_packet.AsSpan(0, lengthBytes), now);
                any = true;
            }
        }
        while (any);
    }

    private static (OverlayStack Client, OverlayStack Server) MakePair()
    {
        RandomRoot root = new(1);
        Credential serverKey = Credential.OfIdentity(
            XidType.Hid, KeyPair.Generate(root.Stream("server-key")));
        OverlayStack server = new(new OverlayStackOptions
        {
            Credential = serverKey,
            Ad = MovingWorld.East,
            Random = root.Stream("server"),
            Services = new Dictionary<string, Xid> { ["echo"] = MovingWorld.Kv },
        });
        OverlayStack client = new(new OverlayStackOptions
        {
            Credential = Credential.OfIdentity(XidType.Hid, KeyPair.Generate(root.Stream("client-key"))),
            Ad = MovingWorld.Campus,
            Random = root.Stream("client"),
            Names = new Dictionary<string, DagAddress> { ["server"] = server.AddressOf("echo") },
        });
        return (client, server);
    }

    private sealed class DatagramApplicationThatForgets : IDatagramObserver
    {
        public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
        {
        }

        public void OnUnreachable(PeerToken peer, Instant now)
        {
        }
    }
}
