using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Counts what a stream's observer hears.</summary>
internal sealed class StreamWatcher : IByteStreamObserver
{
    public int Changes { get; private set; }

    public void OnStreamChanged(IByteStream stream, Instant now) => Changes++;
}
