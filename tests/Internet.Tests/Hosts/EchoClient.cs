using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Writes a pattern, reads it back, checks it and closes.</summary>
internal sealed class EchoClient(int totalBytes, ulong seed) : IByteStreamObserver
{
    private readonly byte[] _chunk = new byte[20_000];
    private int _written;

    public IByteStream? Stream { get; set; }

    public int ReadBytes { get; private set; }

    public int ChangeCount { get; private set; }

    public bool IsInCall { get; private set; }

    public bool IsDone => ReadBytes == totalBytes && Stream!.Status == StreamStatus.Closed;

    public void Start(TwoHosts hosts) => Stream = hosts.Client.Connect(hosts.Echo, this, hosts.Now);

    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        Assert.That(IsInCall, Is.False, "A stream's observer is not called from within its calls.");
        Assert.That(stream.Failure, Is.EqualTo(StreamFailure.None), $"seed {seed}");
        ChangeCount++;
        IsInCall = true;
        while (_written < totalBytes && stream.WritableBytes > 0)
        {
            Span<byte> part = _chunk.AsSpan(0, Math.Min(_chunk.Length, totalBytes - _written));
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = PatternAt(_written + i);
            }

            _written += stream.Write(part, now);
        }

        if (_written == totalBytes)
        {
            stream.CloseWrite(now);
        }

        while (stream.ReadableBytes > 0)
        {
            int lengthBytes = stream.Read(_chunk, now);
            for (int i = 0; i < lengthBytes; i++)
            {
                if (_chunk[i] != PatternAt(ReadBytes + i))
                {
                    Assert.Fail($"seed {seed}: byte {ReadBytes + i} is wrong");
                }
            }

            ReadBytes += lengthBytes;
        }

        IsInCall = false;
    }

    private static byte PatternAt(int index) => (byte)((index * 13) ^ (index >> 8) ^ (index >> 15));
}
