using System.Net;
using System.Net.Sockets;
using Xia.Kernel.Time;
using Xia.Node.Polling;

namespace Xia.Node.Tests.Running;

public sealed class PollerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public void Post_FromAnotherThread_EndsAnEndlessPollAndRunsOnItsThread()
    {
        using var poller = new Poller();
        int caller = 0;
        var thread = new Thread(() => poller.Post(() => caller = Environment.CurrentManagedThreadId));
        thread.Start();
        while (caller == 0)
        {
            poller.Poll(null);
        }

        thread.Join();
        Assert.That(caller, Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Add_FromAnotherThread_EndsAnEndlessPoll()
    {
        using var poller = new Poller();
        using var isPolling = new ManualResetEventSlim();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.SendTo(new byte[1], socket.LocalEndPoint!);
        var readable = new Readable((int)socket.Handle);
        var polls = new Thread(() =>
        {
            while (!readable.IsTold)
            {
                poller.Poll(null);
            }
        })
        { IsBackground = true };
        poller.Post(isPolling.Set);
        polls.Start();
        Assert.That(isPolling.Wait(Limit));
        poller.Add(readable);
        Assert.That(polls.Join(Limit), "It sleeps over what it watched before.");
    }

    [Test]
    public void Poll_WithAPost_TellsThatItEntersFirst()
    {
        using var poller = new Poller();
        List<string> calls = [];
        poller.Entering = () => calls.Add("enter");
        poller.Post(() => calls.Add("post"));
        poller.Poll(Duration.Zero);
        Assert.That(calls, Is.EqualTo(new[] { "enter", "post" }));
    }

    [Test]
    public void Wake_OftenWithoutAWait_NeverBlocksAndEndsOneWait()
    {
        const int MoreThanAPipeHolds = 200_000;
        using var poller = new Poller();
        for (int count = 0; count < MoreThanAPipeHolds; count++)
        {
            poller.Wake();
            poller.Poll(Duration.Zero);
        }

        poller.Poll(null);
        var thread = new Thread(poller.Wake);
        thread.Start();
        poller.Poll(null);
        thread.Join();
    }

    private sealed class Readable(int descriptor) : IPolled
    {
        public bool IsTold { get; private set; }

        public int Descriptor { get; } = descriptor;

        public bool WantsToWrite => false;

        public void OnReadable() => IsTold = true;

        public void OnWritable()
        {
        }
    }
}
