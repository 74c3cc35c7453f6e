using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios;
using Xia.Router.Captures;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>tshark reads every capture of a run as we do and finds nothing wrong in it.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CaptureTests
{
    private const string XiaArm = "xia";
    private const string IpArm = "ip-none";
    private const string LossyLink = "access-siteA";

    private static readonly string[] Links =
        ["client-access", "access-siteA", "access-siteB", "siteA-hostA", "siteB-hostB"];

    private static readonly string[] LinksOfTheClient = ["client-access", LossyLink, "siteA-hostA"];
    private static readonly IpAddress Client = IpAddress.Parse("10.1.0.2");

    private JudgedRun _clean = null!;
    private JudgedRun _lossy = null!;

    [OneTimeSetUp]
    public void Run()
    {
        Tshark.Require();
        _clean = new JudgedRun();
        _lossy = new JudgedRun(new ScenarioOverride($"links.{LossyLink}.loss", "1%"));
    }

    [OneTimeTearDown]
    public void RemoveCaptures()
    {
        _clean?.Dispose();
        _lossy?.Dispose();
    }

    [Test]
    public void Run_BothVariants_Succeed()
    {
        Assert.That(_clean.Result.Arms.SelectMany(arm => arm.Failures), Is.Empty);
        Assert.That(_lossy.Result.Arms.SelectMany(arm => arm.Failures), Is.Empty);
    }

    [TestCaseSource(nameof(Links))]
    public void Dissected_XiaArm_EveryFrameIsSound(string link)
    {
        IReadOnlyList<Dissection> seen = Judge(_clean, XiaArm, link);
        Assert.That(seen.Count(frame => frame.DestinationDag.Length > 0), Is.GreaterThan(100));
    }

    [TestCaseSource(nameof(Links))]
    public void Dissected_IpArm_EveryFrameIsSoundAndTcpRunsSmoothly(string link)
    {
        IReadOnlyList<CapturedFrame> frames = _clean.Frames(IpArm, link);
        IReadOnlyList<Dissection> seen = Judge(_clean, IpArm, link);
        Instant frozen = _clean.FrozenAt(IpArm);

        // Once the machine has left its address, its clients' segments are lost; nothing else ever is.
        IEnumerable<int> unexplained = Flagged(frames, seen)
            .Where(frame => !frame.Flow.Touches(Client) || frame.Time < frozen).Select(frame => frame.Number);
        Assert.That(unexplained, Is.Empty, "frames with a TCP analysis flag");
    }

    [Test]
    public void Dissected_IpArm_HoldsEveryProtocol()
    {
        IReadOnlyList<Dissection> seen = Judge(_clean, IpArm, "client-access");
        string[] protocols = [.. seen.Select(frame => frame.Protocols).Distinct()];
        Assert.That(protocols, Has.Some.EqualTo("eth:ethertype:arp"));
        Assert.That(protocols, Has.Some.EqualTo("eth:ethertype:ip:udp:data"));
        Assert.That(protocols, Has.Some.EqualTo("eth:ethertype:ip:tcp:data"));
        Assert.That(protocols, Has.Some.StartsWith("eth:ethertype:ip:icmp:ip:udp"));
    }

    [Test]
    public void Dissected_XiaArm_ShowsPacketsUnderWay()
    {
        // Behind its last router a packet has gone some way into its DAG, so that there are marks to compare.
        IReadOnlyList<Dissection> seen = Judge(_clean, XiaArm, "siteB-hostB");
        Assert.That(seen.Any(frame => frame.DestinationDag.Contains('>')), Is.True);
    }

    [TestCaseSource(nameof(LinksOfTheClient))]
    public void Dissected_LossyXiaArm_EveryFrameIsSound(string link) => Judge(_lossy, XiaArm, link);

    [TestCaseSource(nameof(LinksOfTheClient))]
    public void Dissected_LossyIpArm_OnlyConnectionsThatLostFramesAreFlagged(string link)
    {
        IReadOnlyList<CapturedFrame> frames = _lossy.Frames(IpArm, link);
        IReadOnlyList<Dissection> seen = Judge(_lossy, IpArm, link);
        IReadOnlyDictionary<TcpFlow, int> lost = LostFrames.ByFlow(
            _lossy.Frames(IpArm, LossyLink),
            _lossy.Frames(IpArm, "client-access", CaptureDirection.Inbound),
            _lossy.Frames(IpArm, "siteA-hostA", CaptureDirection.Outbound),
            _lossy.Frames(IpArm, "access-siteB", CaptureDirection.Outbound));
        Instant frozen = _lossy.FrozenAt(IpArm);

        List<(TcpFlow Flow, Instant Time, int Number)> flagged = [.. Flagged(frames, seen)
            .Where(frame => !frame.Flow.Touches(Client) || frame.Time < frozen)];
        Assert.That(lost.Values.Sum(), Is.GreaterThan(10));
        Assert.That(flagged, Is.Not.Empty);
        Assert.That(flagged.Where(frame => !lost.ContainsKey(frame.Flow)), Is.Empty);
    }

    /// <summary>tshark's view of a capture that it and we must agree on.</summary>
    private static IReadOnlyList<Dissection> Judge(JudgedRun run, string arm, string link)
    {
        IReadOnlyList<CapturedFrame> frames = run.Frames(arm, link);
        IReadOnlyList<Dissection> seen = Tshark.Dissect(run.PathOf(arm, link));
        Assert.That(frames, Has.Count.GreaterThan(500));
        Assert.That(CaptureJudge.Complaints(frames, seen).Take(20), Is.Empty);
        return seen;
    }

    private static IEnumerable<(TcpFlow Flow, Instant Time, int Number)> Flagged(
        IReadOnlyList<CapturedFrame> frames, IReadOnlyList<Dissection> seen) =>
        frames.Zip(seen).Where(pair => pair.Second.HasTcpFlags)
            .Select(pair => (TcpFlow.Of(pair.First.Bytes.Span)!.Value, pair.First.Time, pair.Second.Number));
}
