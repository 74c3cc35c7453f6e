using Xia.Kernel.Time;
using Xia.Node.Platform;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Platform;

public sealed class SystemSignalsTests
{
    [TestCase("INT", 2)]
    [TestCase("SIGUSR1", 10)]
    [TestCase("15", 15)]
    [TestCase("0", null)]
    [TestCase("65", null)]
    [TestCase("NOSUCH", null)]
    public void NumberOf_ATextThatNamesASignal_IsItsNumber(string text, int? number)
    {
        using var poller = new Poller();
        using var signals = new SystemSignals(poller);
        Assert.That(signals.NumberOf(text), Is.EqualTo(number));
    }

    [Test]
    public void Send_ToThisProcessTwice_TellsEachWatcherOnce()
    {
        const int UserSignal = 10;
        using var poller = new Poller();
        using var signals = new SystemSignals(poller);
        IRouterSignals watched = signals;
        List<string> told = [];
        watched.Watch(UserSignal, () => told.Add("first"));
        watched.Watch(UserSignal, () => told.Add("second"));
        signals.Send(UserSignal, signals.ProcessId);
        signals.Send(UserSignal, signals.ProcessId);
        Assert.That(told, Is.Empty, "Watchers are told where the poller runs.");
        poller.Poll(Duration.Zero);
        Assert.That(told, Is.EqualTo(new[] { "first", "second" }));
    }
}
