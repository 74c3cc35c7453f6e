using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;
using static Xia.Workload.Tests.Clients.ServiceBench;

namespace Xia.Workload.Tests.Clients;

internal sealed class ConnectorTests
{
    [Test]
    public void OnTimeout_CalmNetwork_EveryAttemptIsAnswered()
    {
        ServiceBench bench = new();
        Connector connector =
            Run(bench, new ConnectorOptions { Keys = Keys, Stop = Milliseconds(1000) }, 2000);
        Assert.Multiple(() =>
        {
            Assert.That(connector.Attempts, Has.Count.EqualTo(10));
            Assert.That(connector.Attempts.Select(attempt => attempt.Outcome),
                Is.All.EqualTo(ConnectionOutcome.Answered));
            Assert.That(connector.Attempts[3].StartedAt, Is.EqualTo(Milliseconds(300)));
            Assert.That(connector.Attempts[0].ConnectLatency, Is.EqualTo(Duration.FromMilliseconds(2)));
            Assert.That(connector.Attempts[0].AnswerLatency, Is.EqualTo(Duration.FromMilliseconds(4)));
            Assert.That(connector.NextTimeout, Is.Null);
            Assert.That(bench.Service.StreamCount, Is.Zero, "all are closed");
        });
    }

    [Test]
    public void OnTimeout_NoAnswer_TimesOut()
    {
        ServiceBench bench = new();
        bench.Network.Cut();
        ConnectorOptions options =
            new() { Keys = Keys, Stop = Milliseconds(250), Patience = Duration.FromSeconds(1) };
        Connector connector = Run(bench, options, 5000);
        Assert.That(connector.Attempts, Has.Count.EqualTo(3));
        Assert.That(connector.Attempts.Select(attempt => attempt.Outcome),
            Is.All.EqualTo(ConnectionOutcome.TimedOut));
    }

    [Test]
    public void OnTimeout_NobodyListens_FailsWithTheStacksReason()
    {
        ServiceBench bench = new();
        Connector connector = new(bench.Client, new PeerToken(bench.Peer.Value + 50),
            new ConnectorOptions { Stop = Milliseconds(50) });
        bench.Network.Run(Milliseconds(1000), (() => connector.NextTimeout, connector.OnTimeout));
        Assert.That(connector.Attempts.Single().Failure, Is.EqualTo(StreamFailure.Refused));
        Assert.That(connector.Attempts.Single().Outcome, Is.EqualTo(ConnectionOutcome.Failed));
    }

    [Test]
    public void OnTimeout_TooManyUnderWay_SkipsAndCounts()
    {
        ServiceBench bench = new();
        bench.Network.Cut();
        ConnectorOptions options =
            new() { Keys = Keys, Every = Duration.FromMilliseconds(1), MaximumConcurrent = 5 };
        Connector connector = Run(bench, options, 20);
        Assert.That(connector.Attempts.Count(attempt => attempt.Outcome == ConnectionOutcome.Pending),
            Is.EqualTo(5));
        Assert.That(connector.Attempts.Count(attempt => attempt.Outcome == ConnectionOutcome.Skipped),
            Is.EqualTo(16));
    }

    private static Connector Run(ServiceBench bench, ConnectorOptions options, int until)
    {
        Connector connector = new(bench.Client, bench.Peer, options);
        bench.Network.Run(Milliseconds(until), (() => connector.NextTimeout, connector.OnTimeout));
        return connector;
    }
}
