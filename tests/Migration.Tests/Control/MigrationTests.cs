using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Migration.Tests.Network;

namespace Xia.Migration.Tests.Control;

public sealed class MigrationTests
{
    private static readonly string[] EventsOfMove =
        ["reserved", "pre-announced", "frozen", "committed", "resumed", "released"];

    [Test]
    public void Move_OfWritingGuest_ArrivesWhole([Values(false, true)] bool stopAndCopy, [Values(1UL, 2UL, 3UL)] ulong seed)
    {
        MovePair pair = new(pageCount: 300, seed)
        {
            Strategy = stopAndCopy
                ? new StopAndCopy()
                : new PreCopy(new PreCopyOptions { DowntimeLimit = Duration.FromMilliseconds(1) }),
        };
        pair.FillRandomly(zeroEvery: 3);
        pair.WriteEvery(Duration.FromMicroseconds(500));
        byte[]? frozen = null;
        pair.EachStep = _ =>
        {
            if (frozen is null && pair.SourceMachine.State == MachineState.Frozen)
            {
                frozen = Bytes(pair.SourceMemory);
            }
        };
        byte[]? resumed = null;
        pair.EachStep += _ =>
        {
            if (resumed is null && pair.DestinationMachine?.State == MachineState.Running)
            {
                resumed = Bytes(pair.DestinationMachine.Memory);
            }
        };

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Released), pair.Source.Report.FailureDetail);
            Assert.That(pair.Destination.State, Is.EqualTo(DestinationState.Done));
            Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Destroyed));
            Assert.That(resumed, Is.EqualTo(frozen));
            Assert.That(pair.DestinationDevices.State, Is.EqualTo(pair.SourceDevices.State));
            Assert.That(pair.Listener.Of('S'), Is.EqualTo(EventsOfMove));
            Assert.That(pair.Listener.Of('D'), Is.EqualTo(EventsOfMove));
        });
    }

    [Test]
    public void Move_Report_AgreesWithMachines()
    {
        MovePair pair = new(pageCount: 200);
        pair.FillRandomly(zeroEvery: 2);

        pair.Move();

        MigrationReport report = pair.Source.Report;
        Assert.Multiple(() =>
        {
            Assert.That(report.FrozenAt, Is.EqualTo(pair.SourceMachine.FrozenAt));
            Assert.That(report.ResumedAt, Is.EqualTo(pair.DestinationMachine!.ResumedAt));
            Assert.That(report.Rounds.Sum(round => round.Pages), Is.EqualTo(pair.Destination.PagesApplied));
            Assert.That(report.ZeroPages, Is.EqualTo(100));
            Assert.That(report.RawPages, Is.EqualTo(100));
            Assert.That(report.Rounds[^1].IsFinal, Is.True);
            Assert.That(report.StreamBytes, Is.EqualTo(pair.Wire.Right.Arrived.Count));
            Assert.That(report.StopRule, Is.EqualTo("downtime-limit"));
            Assert.That(report.PayloadBytes, Is.EqualTo((100 * 4096) + report.DeviceStateBytes));
        });
    }

    [Test]
    public void Move_Delegation_NamesDestinationAndNextEpoch()
    {
        MovePair pair = new();

        pair.Move();

        Move move = pair.Listener.Last["D resumed"].Move;
        Assert.Multiple(() =>
        {
            Assert.That(move.Delegation!.Epoch, Is.EqualTo(pair.CurrentEpoch + 1));
            Assert.That(move.Delegation.Host, Is.EqualTo(pair.DestinationHost));
            Assert.That(move.Credential!.Subject, Is.EqualTo(pair.MachineXid));
            Assert.That(pair.Listener.Last["D reserved"].Move.Delegation, Is.Null);
        });
    }

    [Test]
    public void Move_GuestClock_StandsStillInThePause()
    {
        MovePair pair = new();

        pair.Move();

        Duration before = pair.SourceMachine.Clock.At(pair.Source.Report.FrozenAt!.Value);
        Duration after = pair.DestinationMachine!.Clock.At(pair.Source.Report.ResumedAt!.Value);
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void Move_WithSourceOverwrittenAtCommit_StillArrives()
    {
        MovePair pair = new() { Options = new MigrationOptions { OverwriteSourceAtCommit = true } };
        pair.FillRandomly();
        byte[] before = Bytes(pair.SourceMemory);
        bool overwrittenBeforeResume = false;
        pair.EachStep = _ => overwrittenBeforeResume |=
            pair.SourceMachine.State == MachineState.Destroyed && pair.RunningCopies == 0;

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(overwrittenBeforeResume, Is.True);
            Assert.That(Bytes(pair.DestinationMachine!.Memory), Is.EqualTo(before));
            Assert.That(Bytes(pair.SourceMemory).All(one => one == 0), Is.True);
        });
    }

    [Test]
    public void Move_WithMinimumPause_PausesExactlyThatLong()
    {
        Duration forced = Duration.FromMicroseconds(340_700);
        MovePair pair = new() { Options = new MigrationOptions { MinimumPause = forced } };

        pair.Move();

        Assert.That(pair.Source.Report.Pause, Is.EqualTo(forced));
    }

    [Test]
    public void Move_WithLinger_IsReleasedThatMuchLater()
    {
        MovePair pair = new() { Options = new MigrationOptions { Linger = Duration.FromSeconds(3) } };

        pair.Move();

        Instant resumed = pair.Listener.Last["S resumed"].At;
        Assert.That(pair.Source.Report.ReleasedAt!.Value - resumed, Is.EqualTo(Duration.FromSeconds(3)));
    }

    [Test]
    public void Move_WithRateLimit_IsExactOverTime()
    {
        const long Limit = 4 * 1024 * 1024;
        MovePair pair = new(pageCount: 1024)
        {
            Options = new MigrationOptions { LimitBytesPerSecond = Limit, LimitWhileFrozen = true },
            Strategy = new PreCopy(new PreCopyOptions { DowntimeLimit = Duration.Zero }),
        };
        pair.FillRandomly();

        pair.Move();

        RoundReport first = pair.Source.Report.Rounds[0];
        double expectedSeconds = (double)first.FrameBytes / Limit;
        double slack = 3.0 * 66_000 / Limit;
        Assert.That(first.Length.TotalSeconds, Is.EqualTo(expectedSeconds).Within(slack));
    }

    [Test]
    public void Move_AtConstantDirtyRate_FollowsTheClosedForm()
    {
        // Rounds of pre-copy shrink by rho = dirty rate / page rate: M, M*rho, M*rho^2, ...
        const double BytesPerPage = 4096 + (28.0 / 16);
        MovePair pair = new(pageCount: 8192) { Processor = new IdealProcessor(), DestinationProcessor = new IdealProcessor() };
        pair.Wire = new Wire(pair.Schedule, 800_000_000, Duration.FromMicroseconds(50), windowBytes: 128 * 1024);
        pair.Strategy = new RoundsOnly(rounds: 4);
        pair.FillRandomly();
        pair.WriteEvery(Duration.FromMicroseconds(100));

        pair.Move();

        double rho = 10_000 * BytesPerPage / 100_000_000;
        IReadOnlyList<RoundReport> rounds = pair.Source.Report.Rounds;
        Assert.That(rounds, Has.Count.EqualTo(5));
        for (int i = 0; i < rounds.Count; i++)
        {
            double expected = 8192 * Math.Pow(rho, i);
            Assert.That(rounds[i].Pages, Is.EqualTo(expected).Within((0.02 * expected) + 45), $"round {i + 1}");
        }
    }

    [Test]
    public void Move_WhenDirtiedFasterThanSent_StopsByRuleAndArrives()
    {
        MovePair pair = new(pageCount: 512)
        {
            Strategy = new PreCopy(new PreCopyOptions { DowntimeLimit = Duration.FromMicroseconds(100) }),
        };
        pair.Wire = new Wire(pair.Schedule, 50_000_000, Duration.FromMilliseconds(1));
        pair.FillRandomly();
        pair.WriteEvery(Duration.FromMicroseconds(50));

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Released));
            Assert.That(pair.Source.Report.StopRule, Is.EqualTo("no-progress"));
        });
    }

    [Test]
    public void Move_ThatGivesUp_RunsOnAtTheSource()
    {
        MovePair pair = new(pageCount: 512)
        {
            Strategy = new PreCopy(new PreCopyOptions
            {
                DowntimeLimit = Duration.FromMicroseconds(100),
                GiveUpInsteadOfStopping = true,
            }),
        };
        pair.Wire = new Wire(pair.Schedule, 50_000_000, Duration.FromMilliseconds(1));
        pair.FillRandomly();
        pair.WriteEvery(Duration.FromMicroseconds(50));

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Source.Report.Failure, Is.EqualTo(MoveFailure.NotConverging));
            Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running));
            Assert.That(pair.SourceMachine.FrozenAt, Is.Null);
            Assert.That(pair.SourceMemory.Dirty.IsEnabled, Is.False);
        });
    }

    [Test]
    public void ForceFreeze_DuringRounds_StopsAtOnce()
    {
        MovePair pair = new(pageCount: 512) { Strategy = new RoundsOnly(rounds: 1000) };
        pair.FillRandomly();
        pair.WriteEvery(Duration.FromMicroseconds(200));
        pair.Schedule.At(new Instant(100_000_000), _ => pair.Source.ForceFreeze());

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Source.Report.StopRule, Is.EqualTo("forced"));
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Released));
        });
    }

    [Test]
    public void Move_Pause_HasNoHashOfTheWholeMemory()
    {
        MovePair pair = new(pageCount: 16384)
        {
            Strategy = new PreCopy(new PreCopyOptions { DowntimeLimit = Duration.FromMilliseconds(1) }),
        };
        pair.FillRandomly();

        pair.Move();

        // 64 MiB at 1.5 GB/s would be 44 ms.
        Assert.That(pair.Source.Report.Pause, Is.LessThan(Duration.FromMilliseconds(8)));
    }

    [Test]
    public void Move_Twice_GivesTheSameReport()
    {
        string Once()
        {
            MovePair pair = new(pageCount: 700, seed: 9);
            pair.FillRandomly(zeroEvery: 5);
            pair.WriteEvery(Duration.FromMicroseconds(300));
            pair.Move();
            MigrationReport report = pair.Source.Report;
            return string.Join(';', report.Rounds.Select(round => $"{round.Pages}/{round.EndedAt}"))
                + $" {report.FrozenAt} {report.ResumedAt} {report.StreamBytes}";
        }

        string first = Once();
        Assert.That(Once(), Is.EqualTo(first));
    }

    internal static byte[] Bytes(IMachineMemory memory)
    {
        byte[] bytes = new byte[memory.LengthBytes];
        for (int page = 0; page < memory.PageCount; page++)
        {
            memory.Page(page).CopyTo(bytes.AsSpan(page * IGuestMemory.PageSizeBytes));
        }

        return bytes;
    }

    private sealed class RoundsOnly(int rounds) : IPageStrategy
    {
        public string Name => "rounds-only";

        public Verdict Decide(in MoveProgress progress) =>
            progress.AtRoundStart && progress.Round > rounds ? Verdict.Freeze("enough") : Verdict.Continue;
    }
}
