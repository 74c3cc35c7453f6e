using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Services;

namespace Xia.Workload.Tests.Clients;

/// <summary>A service that answers every request with the same bytes.</summary>
internal sealed class MeddlingAcceptor(KeyValueService service) : IStreamAcceptor, IByteStreamObserver
{
    private readonly byte[] _answer = new byte[KeyValueFrame.HeaderBytes + 8];
    private long _answered;

    public void OnAccepted(IByteStream stream, Instant now)
    {
        Assert.That(service.StreamCount, Is.Zero);
        stream.Observer = this;
    }

    public void OnRestored(IByteStream stream, Instant now) => stream.Observer = this;

    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        byte[] request = new byte[4096];
        if (stream.Read(request, now) > 0)
        {
            KeyValueOperation operation = _answered % 2 == 0 ? KeyValueOperation.Set : KeyValueOperation.Get;
            KeyValueFrame.WriteAnswer(_answer, KeyValueStatus.Done, operation, 8, (ulong)_answered++);
            stream.Write(_answer, now);
        }
    }
}
