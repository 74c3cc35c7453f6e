using Xia.Kernel.Time;
using Xia.Node.Polling;

namespace Xia.Node.Tests.Running;

public sealed class PollerTests
{
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
}
