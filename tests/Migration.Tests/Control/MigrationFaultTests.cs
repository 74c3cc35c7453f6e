using System.Buffers.Binary;
using Xia.Kernel.Time;
using Xia.Migration.Control;
using Xia.Migration.Framing;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Migration.Tests.Network;

namespace Xia.Migration.Tests.Control;

public sealed class MigrationFaultTests
{
    [Test]
    public void Move_WhenStreamEndsAnywhere_RunsAtOnePlaceOrIsInDoubt(
        [Values(0, 1)] int sender, [Values(1, 2)] int fault, [Values] bool stopAndCopy)
    {
        foreach (long offset in OffsetsOfCleanRun(sender, stopAndCopy))
        {
            string context = $"sender {sender}, {(WireFault)fault} after {offset} bytes";
            MovePair pair = Prepare(stopAndCopy);
            pair.Wire.Fault = (WireFault)fault;
            pair.Wire.FaultySender = sender;
            pair.Wire.FaultAfterBytes = offset;

            pair.Move();

            AssertOnePlaceOrInDoubt(pair, context);
            if (pair.Source.State == SourceState.InDoubt)
            {
                pair.Recover();
                pair.Run();
                Assert.That(pair.RunningCopies, Is.EqualTo(1), context + ", recovered");
                Assert.That(
                    pair.Source.State, Is.AnyOf(SourceState.Released, SourceState.Aborted), context);
            }
        }
    }

    [Test]
    public void Move_WhenOneByteIsFlippedAnywhere_NeverResumesDamaged([Values(0, 1)] int sender)
    {
        foreach (long offset in OffsetsOfCleanRun(sender, stopAndCopy: false))
        {
            string context = $"sender {sender}, byte {offset} flipped";
            MovePair pair = Prepare(stopAndCopy: false);
            byte[] before = MigrationTests.Bytes(pair.SourceMemory);
            pair.Wire.Fault = WireFault.Flip;
            pair.Wire.FaultySender = sender;
            pair.Wire.FaultAfterBytes = offset;

            pair.Move();

            AssertOnePlaceOrInDoubt(pair, context);
            if (sender == 0 && pair.DestinationMachine?.State == MachineState.Running)
            {
                Assert.That(offset, Is.GreaterThan(0), context);
                Assert.That(MigrationTests.Bytes(pair.DestinationMachine.Memory), Is.EqualTo(before), context);
            }
            else if (sender == 0)
            {
                Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running), context);
                Assert.That(pair.Source.Report.Failure, Is.EqualTo(MoveFailure.BadFrame), context);
            }
        }
    }

    [Test]
    public void Move_WithByteOfPageFlipped_RunsOnAtTheSourceAndSaysWhy()
    {
        MovePair pair = Prepare(stopAndCopy: true);
        pair.Wire.Fault = WireFault.Flip;
        pair.Wire.FaultAfterBytes = 20_000;

        pair.Move();

        Assert.Multiple(() =>
        {
            Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running));
            Assert.That(pair.Source.Report.Failure, Is.EqualTo(MoveFailure.BadFrame));
            Assert.That(pair.Source.Report.FailureDetail, Is.EqualTo("BadPayloadChecksum"));
            Assert.That(pair.DestinationMachine!.State, Is.EqualTo(MachineState.Destroyed));
            Assert.That(pair.Listener.Events, Does.Contain("S aborted"));
        });
    }

    [Test]
    public void Move_WhenOneByteIsStoredWrong_FailsTheEndDigest()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.DestinationMemory = memory => new FaultyMemory(memory, page: 5);

        pair.Move();

        AssertRunsOn(pair, MoveFailure.DigestMismatch);
    }

    [Test]
    public void Move_WhenRefused_RunsOnAndSaysWhy(
        [Values(MoveFailure.NoMemory, MoveFailure.Policy, MoveFailure.AlreadyHere)] MoveFailure reason)
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.Refusal = reason;

        pair.Move();

        AssertRunsOn(pair, reason);
    }

    [Test]
    public void Move_ToWrongHost_IsRefused()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.DestinationHost = pair.SourceHost;

        pair.Move();

        AssertRunsOn(pair, MoveFailure.WrongHost);
    }

    [Test]
    public void Move_OfTooLargeMachine_IsRefused()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.DestinationOptions = new DestinationOptions { MaximumPageCount = 63 };

        pair.Move();

        AssertRunsOn(pair, MoveFailure.NoMemory);
    }

    [Test]
    public void Move_WhenOwnerRefuses_RunsOn()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.Authority = new OwnerAuthority(pair.SourceSession, Duration.FromSeconds(1));

        pair.Move();

        AssertRunsOn(pair, MoveFailure.OwnerRefused);
    }

    [Test]
    public void Move_WithExpiredDelegation_IsDeclinedAndTakenBackByTwoEpochs()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.Authority = new OwnerAuthority(pair.Owner, Duration.FromNanoseconds(1));

        pair.Move();

        AssertRunsOn(pair, MoveFailure.BadDelegation);
        Move move = pair.Listener.Last["S aborted"].Move;
        Assert.Multiple(() =>
        {
            Assert.That(move.Delegation!.Epoch, Is.EqualTo(pair.CurrentEpoch + 2));
            Assert.That(move.Delegation.Host, Is.EqualTo(pair.SourceHost));
            Assert.That(move.Credential!.Key, Is.SameAs(pair.SourceSession));
        });
    }

    [Test]
    public void Move_WithUnreadableDeviceState_IsDeclined()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.DestinationDevices.IsUnreadable = true;

        pair.Move();

        AssertRunsOn(pair, MoveFailure.BadDeviceState);
    }

    [Test]
    public void Move_WithTooLongDeviceState_RunsOn([Values] bool atSource)
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.SourceDevices.State = new byte[200_000];
        if (atSource)
        {
            pair.Options = new MigrationOptions { MaximumDeviceStateBytes = 100_000 };
        }
        else
        {
            pair.DestinationOptions = new DestinationOptions { MaximumDeviceStateBytes = 100_000 };
        }

        pair.Move();

        AssertRunsOn(pair, MoveFailure.DeviceStateTooLong);
    }

    [Test]
    public void TryAbort_BeforeCommit_RunsOnAtTheSource([Values(1, 9, 10, 11, 12, 13)] int atMilliseconds)
    {
        MovePair pair = Prepare(stopAndCopy: true);
        bool? accepted = null;
        SourceState state = default;
        pair.Schedule.At(new Instant(atMilliseconds * 1_000_000L), now =>
        {
            state = pair.Source.State;
            accepted = pair.Source.TryAbort("operator", now);
        });

        pair.Move();

        Assert.That(accepted, Is.EqualTo(state <= SourceState.Finishing), $"in {state}");
        if (accepted == true)
        {
            AssertRunsOn(pair, MoveFailure.Requested);
        }
        else
        {
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Released));
        }
    }

    [Test]
    public void Recover_WhenDestinationNeverSawTheCommit_IsDeclinedForGood()
    {
        MovePair pair = InDoubt();

        pair.Recover();
        pair.Run();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Aborted));
            Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running));
            Assert.That(pair.DestinationMachine!.State, Is.EqualTo(MachineState.Destroyed));
        });
    }

    [Test]
    public void TryFence_WithOwnersNewerDelegation_RunsAtTheSource()
    {
        MovePair pair = InDoubt();
        Instant now = pair.Schedule.Now;
        Xia.Overlay.Delegations.Delegation Issue(ulong epoch) => Xia.Overlay.Delegations.Delegation.Issue(
            pair.Owner, pair.SourceHost, pair.SourceSession.PublicKey, epoch, now + Duration.FromSeconds(60));

        bool tooOld = pair.Source.TryFence(Issue(pair.CurrentEpoch + 1), now);
        bool newer = pair.Source.TryFence(Issue(pair.CurrentEpoch + 2), now);
        pair.Run();

        Assert.Multiple(() =>
        {
            Assert.That(tooOld, Is.False);
            Assert.That(newer, Is.True);
            Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running));
            Assert.That(pair.Source.State, Is.EqualTo(SourceState.Aborted));
        });
    }

    [Test]
    public void Start_WhenDestinationIsSilent_TimesOutAndRunsOn()
    {
        MovePair pair = Prepare(stopAndCopy: false);
        pair.Wire.IsCut = true;

        pair.Move();

        AssertRunsOn(pair, MoveFailure.AnswerTimeout);
    }

    private static MovePair InDoubt()
    {
        foreach (long offset in OffsetsOfCleanRun(sender: 0, stopAndCopy: false).Reverse())
        {
            MovePair pair = Prepare(stopAndCopy: false);
            pair.Wire.Fault = WireFault.Blackhole;
            pair.Wire.FaultAfterBytes = offset;
            pair.Move();
            if (pair.Source.State == SourceState.InDoubt && pair.RunningCopies == 0)
            {
                return pair;
            }
        }

        throw new InvalidOperationException("No break point left the move in doubt with nothing running.");
    }

    private static MovePair Prepare(bool stopAndCopy)
    {
        MovePair pair = new(pageCount: 64) { Strategy = stopAndCopy ? new StopAndCopy() : new PreCopy() };
        pair.FillRandomly(zeroEvery: 4);
        return pair;
    }

    /// <summary>Around every border of a frame: one byte before it, on it, and within the next header.</summary>
    private static long[] OffsetsOfCleanRun(int sender, bool stopAndCopy)
    {
        MovePair pair = Prepare(stopAndCopy);
        pair.Move();
        Assert.That(pair.Source.State, Is.EqualTo(SourceState.Released));
        byte[] bytes = [.. (sender == 0 ? pair.Wire.Right : pair.Wire.Left).Arrived];
        List<long> offsets = [0, 1];
        for (int start = 0; start < bytes.Length;)
        {
            int payloadBytes = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(start + 8));
            start += FrameHeader.LengthBytes + payloadBytes;
            offsets.AddRange([start - (payloadBytes / 2) - 1, start - 1, start, start + 5]);
        }

        return [.. offsets.Where(offset => offset < bytes.Length).Distinct().Order()];
    }

    private static void AssertOnePlaceOrInDoubt(MovePair pair, string context)
    {
        bool isInDoubt = pair.SourceMachine.State == MachineState.InDoubt;
        Assert.That(pair.RunningCopies == 1 || isInDoubt, Is.True, $"{context}: {pair.Source.State}");
        Assert.That(pair.Source.IsFinished && pair.Destination.IsFinished, Is.True, context);
        bool failed = pair.Source.State is SourceState.Aborted or SourceState.InDoubt;
        Assert.That(pair.Source.Report.Failure != MoveFailure.None, Is.EqualTo(failed), context);
    }

    private static void AssertRunsOn(MovePair pair, MoveFailure reason) => Assert.Multiple(() =>
    {
        Assert.That(pair.Source.State, Is.EqualTo(SourceState.Aborted));
        Assert.That(pair.Source.Report.Failure, Is.EqualTo(reason), pair.Source.Report.FailureDetail);
        Assert.That(pair.SourceMachine.State, Is.EqualTo(MachineState.Running));
        Assert.That(pair.RunningCopies, Is.EqualTo(1));
        Assert.That(pair.Destination.IsFinished, Is.True);
    });
}
