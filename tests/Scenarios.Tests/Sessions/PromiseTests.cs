using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Sessions;

/// <summary>What each arm promises before it runs is what comes of it.</summary>
internal sealed class PromiseTests
{
    private static readonly string[] Forwardings = ["none", "forward", "buffer"];

    [Test]
    public void Arms_OfEveryKind_KeepWhatTheyPromise()
    {
        List<string> arms = [SmallScenario.IpArm, "{ name: ip-kick, network: ip, kick: true }"];
        foreach (string forwarding in Forwardings)
        {
            for (int variant = 0; variant < 4; variant++)
            {
                string kick = (variant & 1) != 0 ? "true" : "false";
                string dies = (variant & 2) != 0 ? "true" : "false";
                arms.Add($"{{ name: xia-{forwarding}-{variant}, network: xia, mobility: rebind, "
                    + $"forwarding: {forwarding}, kick: {kick}, sourceDiesAtCommit: {dies} }}");
            }

            arms.Add($"{{ name: xia-{forwarding}-still, network: xia, forwarding: {forwarding} }}");
        }

        arms.Add("{ name: xia-dead, network: xia, forwarding: forward, sourceDiesAtCommit: true }");
        RunResult result = SmallScenario.Run(
            SmallScenario.Of(arms, [SmallScenario.Move]), new RunOptions { Parallelism = 2 });

        Assert.Multiple(() =>
        {
            foreach (ArmResult arm in result.Arms)
            {
                Check(arm);
            }
        });
    }

    private static void Check(ArmResult arm)
    {
        string told = $"{arm.Arm.Name}: {string.Join("; ", arm.Sessions)} {string.Join("; ", arm.Failures)}";
        bool rebinds = arm.Arm.Mobility == ScenarioArm.MobilityScheme.Rebind;
        bool sendsOn = arm.Arm.Forwarding != ScenarioArm.ForwardingMode.None && !arm.Arm.SourceDiesAtCommit;
        bool keeps = rebinds || sendsOn;
        SessionResult[] held = [.. arm.Sessions.Where(session => session.Kind != "connect")];

        Assert.That(arm.Failures, Is.Empty, told);
        Assert.That(arm.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Completed), told);
        Assert.That(arm.PromiseKept, Is.True, told);
        Assert.That(held, Has.Length.EqualTo(2), told);
        Assert.That(held.Select(session => session.IsPromised), Is.All.EqualTo(keeps), told);
        Assert.That(
            held.Select(session => session.Outcome),
            Is.All.EqualTo(keeps ? SessionOutcome.Lived : SessionOutcome.Broken),
            told);
    }
}
