using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Sends back what arrives, on streams and datagrams, and closes after the peer.</summary>
internal sealed class EchoService : IStreamAcceptor, IByteStreamObserver, IDatagramObserver
{
    private readonly byte[] _chunk = new byte[20_000];

    public IDatagramSocket? Socket { get; set; }

    public int AcceptedCount { get; private set; }

    public int RestoredCount { get; private set; }

    public int FailedCount { get; private set; }

    public void OnAccepted(IByteStream stream, Instant now)
    {
        AcceptedCount++;
        stream.Observer = this;
    }

    public void OnRestored(IByteStream stream, Instant now)
    {
        RestoredCount++;
        stream.Observer = this;
    }

    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        FailedCount += stream.Status == StreamStatus.Failed ? 1 : 0;
        while (stream.ReadableBytes > 0 && stream.WritableBytes > 0)
        {
            int lengthBytes = Math.Min(Math.Min(stream.ReadableBytes, stream.WritableBytes), _chunk.Length);
            stream.Read(_chunk.AsSpan(0, lengthBytes), now);
            Assert.That(stream.Write(_chunk.AsSpan(0, lengthBytes), now), Is.EqualTo(lengthBytes));
        }

        if (stream.IsReadEnded)
        {
            stream.CloseWrite(now);
        }
    }

    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now) =>
        Socket!.TrySend(from, payload, now);

    public void OnUnreachable(PeerToken peer, Instant now)
    {
    }
}
