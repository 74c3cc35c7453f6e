using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Router.Tests.XiaElements;

/// <summary>A stack that keeps what arrives and sends what it is told to.</summary>
internal sealed class TestStack : IHostStack
{
    private readonly Queue<byte[]> _outgoing = new();

    public List<byte[]> Arrived { get; } = [];

    public Instant? NextTimeout => null;

    public IStackOutput? Output { get; set; }

    public void Send(byte[] packet)
    {
        _outgoing.Enqueue(packet);
        Output?.OnOutputReady();
    }

    public void OnPacket(ReadOnlySpan<byte> packet, Instant now) => Arrived.Add(packet.ToArray());

    public void OnTimeout(Instant now)
    {
    }

    public bool TryTakePacket(Span<byte> buffer, Instant now, out int lengthBytes)
    {
        bool isTaken = _outgoing.TryDequeue(out byte[]? packet);
        lengthBytes = packet?.Length ?? 0;
        packet?.CopyTo(buffer);
        return isTaken;
    }

    public void Export(ref MessagePackWriter writer, Instant now) => writer.WriteNil();

    public void Import(ref MessagePackReader reader, Instant now) => reader.Skip();

    public bool TryResolve(string name, out PeerToken peer) => throw new NotSupportedException();

    public string Describe(PeerToken peer) => throw new NotSupportedException();

    public IDatagramSocket OpenDatagram(string? service, IDatagramObserver observer) =>
        throw new NotSupportedException();

    public IByteStream Connect(PeerToken peer, IByteStreamObserver observer, Instant now) =>
        throw new NotSupportedException();

    public void Listen(string service, IStreamAcceptor acceptor) => throw new NotSupportedException();

    public IByteStream? FindStream(long id) => null;
}
