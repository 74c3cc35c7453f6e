using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;
using static Xia.Transport.Streams.StreamState;

namespace Xia.Transport.Tests.Streams;

internal sealed class CloseTests
{
    /// <summary>What can happen to one machine in the table below; segments are right in sequence.</summary>
    public enum Event
    {
        Close,
        Ack,
        Fin,
        FinAck,
        Reset,
        ResetInWindow,
        Syn,
        Abort,
        Timeout,
        Unreachable,
    }

    // The whole table of RFC 9293, 3.10, for closing: rows are states, columns the events in their order
    // above. "Ack" acknowledges everything sent; "Fin" carries an old acknowledgement; "FinAck" both. Timeout
    // is past every deadline.
    [TestCase(Listen, Closed, Listen, Listen, Listen, Listen, Listen, SynReceived, Closed, Listen, Listen)]
    [TestCase(
        SynSent,
        SynSent, SynSent, SynSent, SynSent, Closed, SynSent, SynReceived, Closed, SynSent, Closed)]
    [TestCase(
        SynReceived,
        SynReceived, Established, SynReceived, CloseWait, Closed, SynReceived, SynReceived, Closed, SynReceived,
        SynReceived)]
    [TestCase(
        Established,
        FinWait1, Established, CloseWait, CloseWait, Closed, Established, Established, Closed, Established,
        Established)]
    [TestCase(
        FinWait1,
        FinWait1, FinWait2, Closing, TimeWait, Closed, FinWait1, FinWait1, Closed, FinWait1, FinWait1)]
    [TestCase(
        FinWait2,
        FinWait2, FinWait2, TimeWait, TimeWait, Closed, FinWait2, FinWait2, Closed, FinWait2, FinWait2)]
    [TestCase(
        CloseWait,
        LastAck, CloseWait, CloseWait, CloseWait, Closed, CloseWait, CloseWait, Closed, CloseWait, CloseWait)]
    [TestCase(
        Closing,
        Closing, TimeWait, Closing, TimeWait, Closed, Closing, Closing, Closed, Closing, Closing)]
    [TestCase(LastAck, LastAck, Closed, LastAck, Closed, Closed, LastAck, LastAck, Closed, LastAck, LastAck)]
    [TestCase(
        TimeWait,
        TimeWait, TimeWait, TimeWait, TimeWait, Closed, TimeWait, TimeWait, Closed, Closed, TimeWait)]
    [TestCase(Closed, Closed, Closed, Closed, Closed, Closed, Closed, Closed, Closed, Closed, Closed)]
    public void Transition_EveryStateAndEvent_FollowsTheTable(StreamState from, params StreamState[] expected)
    {
        Event[] events = Enum.GetValues<Event>();
        Assert.That(expected, Has.Length.EqualTo(events.Length));
        Assert.Multiple(() =>
        {
            foreach (Event one in events)
            {
                var bench = new Bench();
                bench.Reach(from);
                Assert.That(bench.Machine.State, Is.EqualTo(from), "The bench reaches the state.");
                bench.Apply(one);
                Assert.That(bench.Machine.State, Is.EqualTo(expected[(int)one]), $"{from} and {one}");
            }
        });
    }

    [Test]
    public void CloseWrite_InAnyOrder_BothEndsFinish(
        [Values(0, 5, 10, 15, 40)] int millisecondsLater, [Values] bool bFirst,
        [Values(0, 1, 20_000)] int leftBytes, [Values(0, 20)] int lossPercent)
    {
        ulong seed = (ulong)(millisecondsLater + (bFirst ? 100 : 0) + leftBytes + lossPercent);
        var pair = new Pair(seed, new VirtualLink { LossPartsPerBillion = lossPercent * 10_000_000L });
        pair.A.Open(pair.Now);
        pair.RunUntil(p => p.A.State == Established && p.B.State == Established);
        byte[] chunk = new byte[50_000];
        int readByA = 0;
        int readByB = 0;
        pair.Application = p =>
        {
            readByA += p.A.Read(chunk);
            readByB += p.B.Read(chunk);
        };
        StreamMachine first = bFirst ? pair.B : pair.A;
        StreamMachine second = bFirst ? pair.A : pair.B;
        first.Write(new byte[leftBytes], pair.Now);
        second.Write(new byte[leftBytes], pair.Now);
        first.CloseWrite(pair.Now);
        Assert.That(first.Write(new byte[1], pair.Now), Is.Zero);
        pair.RunFor(Duration.FromMilliseconds(millisecondsLater));
        second.CloseWrite(pair.Now);
        pair.RunToRest();
        Assert.Multiple(() =>
        {
            foreach (StreamMachine machine in new[] { first, second })
            {
                Assert.That(machine.State, Is.EqualTo(Closed), $"seed {seed}");
                Assert.That(machine.Status, Is.EqualTo(StreamStatus.Closed), $"seed {seed}");
                Assert.That(machine.IsReadEnded && machine.IsFinished, Is.True, $"seed {seed}");
            }

            Assert.That((readByA, readByB), Is.EqualTo((leftBytes, leftBytes)), $"seed {seed}");
        });
    }

    [Test]
    public void CloseWrite_OneDirection_TheOtherStaysOpen()
    {
        var pair = new Pair(1);
        pair.Connect();
        pair.A.CloseWrite(pair.Now);
        pair.RunUntil(p => p.B.IsReadEnded && p.A.State == FinWait2);
        pair.B.Write(new byte[50_000], pair.Now);
        pair.RunUntil(p => p.A.ReadableBytes == 50_000);
        Assert.That(pair.A.Status, Is.EqualTo(StreamStatus.Open));
        pair.B.CloseWrite(pair.Now);
        pair.RunUntil(p => p.B.State == Closed);
        Assert.That(pair.A.State, Is.EqualTo(TimeWait));
        Assert.That(pair.A.Status, Is.EqualTo(StreamStatus.Closed));
        Assert.That(pair.A.ReadableBytes, Is.EqualTo(50_000), "What arrived can still be read.");
    }

    [Test]
    public void CloseWrite_DuringHandshake_DataAndFinFollow()
    {
        var pair = new Pair(2);
        pair.A.Open(pair.Now);
        Assert.That(pair.A.Write(new byte[3000], pair.Now), Is.EqualTo(3000));
        pair.A.CloseWrite(pair.Now);
        pair.RunUntil(p => p.B.ReadableBytes == 3000 && p.B.State == CloseWait);
    }

    [Test]
    public void Open_BothAtOnce_OneConnectionResults([Values(0, 4)] int millisecondsLater)
    {
        var pair = new Pair(3);
        pair.A.Open(pair.Now);
        pair.RunFor(Duration.FromMilliseconds(millisecondsLater));
        pair.B.Open(pair.Now);
        pair.RunUntil(p => p.A.State == Established && p.B.State == Established);
        var transfer = new Transfer(10_000, 10_000);
        pair.Application = transfer.Act;
        pair.RunUntil(_ => transfer.IsDone);
        pair.RunToRest();
        Assert.That((pair.A.State, pair.B.State), Is.EqualTo((Closed, Closed)));
    }

    [Test]
    public void Abort_OpenStream_ThePeerIsReset()
    {
        var pair = new Pair(4);
        pair.Connect();
        pair.A.Abort();
        Assert.That(pair.A.Failure, Is.EqualTo(StreamFailure.Aborted));
        Assert.That(pair.A.IsFinished, Is.False, "The reset is still to go out.");
        pair.RunToRest();
        Assert.That(pair.A.IsFinished, Is.True);
        Assert.That(pair.B.Failure, Is.EqualTo(StreamFailure.Reset));
        Assert.That(pair.B.Status, Is.EqualTo(StreamStatus.Failed));
    }

    [Test]
    public void OnSegment_ForgedResetsAndSyns_AreChallengedTenTimesASecond()
    {
        var pair = new Pair(5);
        pair.Connect();
        pair.RunFor(Duration.FromSeconds(2));
        SegmentHeader last = pair.Trace.Last(s => s.ByA).Header;
        int Answers(SegmentFlags flags, uint distance)
        {
            int answers = 0;
            for (int i = 0; i < 30; i++)
            {
                pair.B.OnSegment(
                    new SegmentHeader(
                        unchecked(last.Sequence + distance), last.Acknowledgement, flags, 1000),
                    default, pair.Now);
                while (pair.B.TryTakeSegment(new byte[1460], pair.Now, out SegmentHeader header, out _))
                {
                    Assert.That(header.Flags, Is.EqualTo(SegmentFlags.Ack));
                    answers++;
                }
            }

            return answers;
        }

        Assert.That(Answers(SegmentFlags.Reset, 5), Is.EqualTo(10));
        pair.RunFor(Duration.FromSeconds(1));
        Assert.That(Answers(SegmentFlags.Syn, 5), Is.EqualTo(10));
        pair.RunFor(Duration.FromSeconds(1));
        Assert.That(
            Answers(SegmentFlags.Reset, 1u << 31), Is.Zero, "Outside the window it is not even answered.");
        Assert.That(pair.B.State, Is.EqualTo(Established));
        pair.B.OnSegment(new SegmentHeader(last.Sequence, 0, SegmentFlags.Reset, 0), default, pair.Now);
        Assert.That(pair.B.Failure, Is.EqualTo(StreamFailure.Reset));
    }

    /// <summary>A machine alone, whose peer is played by the test.</summary>
    private sealed class Bench
    {
        private const uint PeerInitial = 5000;
        private const uint OwnInitial = 100;
        private readonly byte[] _buffer = new byte[1460];
        private uint _peerNext = PeerInitial;
        private uint _sentNext = OwnInitial;
        private Instant _now;

        public StreamMachine Machine { get; } = new(new StreamOptions(), OwnInitial);

        public void Reach(StreamState state)
        {
            switch (state)
            {
                case Listen:
                    break;
                case SynSent:
                    Machine.Open(_now);
                    Drain();
                    break;
                case SynReceived:
                    Send(SegmentFlags.Syn, 0);
                    break;
                case Established:
                    Reach(SynReceived);
                    Apply(Event.Ack);
                    break;
                case FinWait1:
                    Reach(Established);
                    Apply(Event.Close);
                    break;
                case FinWait2:
                    Reach(FinWait1);
                    Apply(Event.Ack);
                    break;
                case CloseWait:
                    Reach(Established);
                    Apply(Event.Fin);
                    break;
                case Closing:
                    Reach(FinWait1);
                    Apply(Event.Fin);
                    break;
                case LastAck:
                    Reach(CloseWait);
                    Apply(Event.Close);
                    break;
                case TimeWait:
                    Reach(FinWait2);
                    Apply(Event.Fin);
                    break;
                default:
                    Reach(Established);
                    Apply(Event.Abort);
                    break;
            }
        }

        public void Apply(Event one)
        {
            // An acknowledgement of nothing new is that of the SYN, but in SYN-RECEIVED, where there is none
            // yet.
            uint old = Machine.State == SynReceived ? OwnInitial : OwnInitial + 1;
            switch (one)
            {
                case Event.Close:
                    Machine.CloseWrite(_now);
                    break;
                case Event.Ack:
                    Send(SegmentFlags.Ack, _sentNext);
                    break;
                case Event.Fin:
                    Send(SegmentFlags.Ack | SegmentFlags.Fin, old);
                    break;
                case Event.FinAck:
                    Send(SegmentFlags.Ack | SegmentFlags.Fin, _sentNext);
                    break;
                case Event.Reset:
                    Send(SegmentFlags.Ack | SegmentFlags.Reset, _sentNext);
                    break;
                case Event.ResetInWindow:
                    _peerNext += 10;
                    Send(SegmentFlags.Reset | (Machine.State == SynSent ? 0 : SegmentFlags.Ack), 0);
                    break;
                case Event.Syn:
                    Send(SegmentFlags.Syn, 0);
                    break;
                case Event.Abort:
                    Machine.Abort();
                    break;
                case Event.Timeout:
                    _now = Machine.NextTimeout ?? _now;
                    Machine.OnTimeout(_now);
                    break;
                default:
                    Machine.OnUnreachable();
                    break;
            }

            Drain();
        }

        private void Send(SegmentFlags flags, uint acknowledgement)
        {
            Machine.OnSegment(new SegmentHeader(_peerNext, acknowledgement, flags, 10_000), default, _now);
            _peerNext += (flags & (SegmentFlags.Syn | SegmentFlags.Fin)) != 0 ? 1u : 0;
            Drain();
        }

        private void Drain()
        {
            while (Machine.TryTakeSegment(_buffer, _now, out SegmentHeader header, out int payloadBytes))
            {
                uint end = header.Sequence + (uint)payloadBytes
                    + (header.Has(SegmentFlags.Syn | SegmentFlags.Fin) ? 1u : 0);
                _sentNext = header.Has(SegmentFlags.Reset) ? _sentNext : end;
            }
        }
    }
}
