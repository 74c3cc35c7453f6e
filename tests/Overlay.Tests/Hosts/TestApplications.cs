using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>
/// A datagram service that answers each request with the same bytes, or a client that writes answers down.
/// </summary>
internal sealed class DatagramApplication(bool isEcho) : IDatagramObserver
{
    public IDatagramSocket? Socket { get; set; }

    public List<(byte[] Payload, Instant At, PeerToken From)> Received { get; } = [];

    public int Unreachables { get; private set; }

    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        Received.Add((payload.ToArray(), now, from));
        if (isEcho)
        {
            Socket!.TrySend(from, payload, now);
        }
    }

    public void OnUnreachable(PeerToken peer, Instant now) => Unreachables++;
}

/// <summary>Writes known bytes into a stream as fast as it takes them, and keeps what it reads.</summary>
internal sealed class StreamApplication(int bytesToSend, byte firstByte)
    : IByteStreamObserver, IStreamAcceptor
{
    private readonly byte[] _buffer = new byte[8192];

    public IByteStream? Stream { get; set; }

    public int SentBytes { get; set; }

    public List<byte> Received { get; private set; } = [];

    public int AcceptedCount { get; private set; }

    public int RestoredCount { get; private set; }

    public bool SawFailure { get; private set; }

    public static byte ByteAt(byte firstByte, int index) => (byte)(firstByte + (index * 7) + (index >> 8));

    public void OnAccepted(IByteStream stream, Instant now)
    {
        AcceptedCount++;
        Stream = stream;
        stream.Observer = this;
    }

    public void OnRestored(IByteStream stream, Instant now)
    {
        RestoredCount++;
        Stream = stream;
        stream.Observer = this;
    }

    public void OnStreamChanged(IByteStream stream, Instant now) => Pump(now);

    public void Pump(Instant now)
    {
        SawFailure |= Stream!.Status == StreamStatus.Failed;
        while (true)
        {
            int read = Stream!.Read(_buffer, now);
            Received.AddRange(_buffer.AsSpan(0, read));
            int length = Math.Min(Math.Min(bytesToSend - SentBytes, Stream.WritableBytes), _buffer.Length);
            for (int i = 0; i < length; i++)
            {
                _buffer[i] = ByteAt(firstByte, SentBytes + i);
            }

            int written = length > 0 ? Stream.Write(_buffer.AsSpan(0, length), now) : 0;
            SentBytes += written;
            if (read == 0 && written == 0)
            {
                return;
            }
        }
    }

    /// <summary>A copy of what the application knows, as a guest's memory would carry it.</summary>
    public StreamApplication Copy() =>
        new(bytesToSend, firstByte) { SentBytes = SentBytes, Received = [.. Received] };

    public bool HasExactly(byte first, int count) =>
        Received.Count == count && !Received.Where((value, index) => value != ByteAt(first, index)).Any();
}
