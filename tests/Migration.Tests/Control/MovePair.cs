using System.Text;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Migration.Tests.Network;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Migration.Tests.Control;

/// <summary>Two hosts, a wire and a machine that moves; every step is watched for a second running copy.</summary>
internal sealed class MovePair : IMachineHost
{
    private const int StepLimit = 2_000_000;

    private readonly RandomStream _random;
    private readonly KeyPair _owner;
    private readonly KeyPair _sourceSession;
    private readonly Credential _destinationIdentity;
    private readonly List<MigrationDestination> _destinations = [];
    private readonly MoveLedger _ledger = new();
    private readonly ProofChecker _checker = new();
    private long _writeCursor;

    public MovePair(int pageCount = 64, ulong seed = 1)
    {
        byte[] state = new byte[32];
        BitConverter.TryWriteBytes(state, seed + 1);
        _random = new RandomStream(state);
        _owner = KeyPair.Generate(_random);
        _sourceSession = KeyPair.Generate(_random);
        _destinationIdentity = Credential.OfIdentity(XidType.Hid, KeyPair.Generate(_random));
        SourceHost = KeyPair.Generate(_random).PublicKey.ToXid(XidType.Hid);
        SourceDevices.State = Encoding.ASCII.GetBytes("router graph, streams and timers");
        SourceMemory = new GuestMemory(pageCount);
        SourceMachine = new Machine("web", MachineXid, SourceMemory, SourceDevices);
        Authority = new OwnerAuthority(_owner, Duration.FromSeconds(3600));
        Wire = new Wire(Schedule, 1_000_000_000, Duration.FromMilliseconds(2));
        SourceMachine.Resume(Instant.Zero);
    }

    public Schedule Schedule { get; } = new();

    public Wire Wire { get; set; }

    public IProcessor Processor { get; set; } = new CostlyProcessor();

    public IProcessor DestinationProcessor { get; set; } = new CostlyProcessor();

    public IDelegationAuthority Authority { get; set; }

    public MigrationOptions Options { get; set; } = new();

    public DestinationOptions DestinationOptions { get; set; } = new();

    public IPageStrategy Strategy { get; set; } = new PreCopy();

    public RecordingListener Listener { get; } = new();

    public FakeDevices SourceDevices { get; } = new();

    public FakeDevices DestinationDevices { get; } = new();

    public GuestMemory SourceMemory { get; }

    public Machine SourceMachine { get; }

    public Machine? DestinationMachine { get; private set; }

    public MigrationSource Source { get; private set; } = null!;

    public MigrationDestination Destination => _destinations[^1];

    public MoveFailure Refusal { get; set; }

    public Func<IMachineMemory, IMachineMemory> DestinationMemory { get; set; } = memory => memory;

    public Xid SourceHost { get; }

    public Xid DestinationHost { get; set; }

    public Xid MachineXid => _owner.PublicKey.ToXid(XidType.Hid);

    public KeyPair Owner => _owner;

    public KeyPair SourceSession => _sourceSession;

    public ulong CurrentEpoch { get; set; } = 4;

    public ulong MoveId { get; set; } = 77;

    public Action<Instant>? EachStep { get; set; }

    public int RunningCopies =>
        (SourceMachine.State == MachineState.Running ? 1 : 0)
        + (DestinationMachine?.State == MachineState.Running ? 1 : 0);

    public void FillRandomly(int zeroEvery = 0)
    {
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        for (int i = 0; i < SourceMemory.PageCount; i++)
        {
            if (zeroEvery == 0 || i % zeroEvery != 0)
            {
                _random.NextBytes(page);
                SourceMemory.TryWrite((long)i * page.Length, page);
            }
        }
    }

    /// <summary>The guest writes eight bytes into one page after the other, wherever it runs.</summary>
    public void WriteEvery(Duration interval)
    {
        void Step(Instant now)
        {
            IMachineMemory? memory = SourceMachine.State == MachineState.Running ? SourceMemory
                : DestinationMachine?.State == MachineState.Running ? DestinationMachine.Memory : null;
            if (memory is not null)
            {
                byte[] value = BitConverter.GetBytes(_writeCursor + 1);
                long page = _writeCursor++ % memory.PageCount;
                memory.TryWrite(page * IGuestMemory.PageSizeBytes, value);
            }

            if (!Source.IsFinished)
            {
                Schedule.At(now + interval, Step);
            }
        }

        Schedule.At(Schedule.Now + interval, Step);
    }

    public void Start()
    {
        DestinationHost = DestinationHost.IsNone ? _destinationIdentity.Subject : DestinationHost;
        Accept(Wire);
        Source = new MigrationSource(
            new MigrationRequest
            {
                Id = MoveId,
                SourceHost = SourceHost,
                DestinationHost = DestinationHost,
                CurrentEpoch = CurrentEpoch,
                SourceSessionKey = _sourceSession,
            },
            SourceMachine, Strategy, Options, Authority, _checker, Processor, Listener);
        Source.Start(Wire.Left, Schedule.Now);
    }

    public void Recover()
    {
        Wire = new Wire(Schedule, 1_000_000_000, Duration.FromMilliseconds(2));
        Accept(Wire);
        Source.Recover(Wire.Left, Schedule.Now);
    }

    public void Move()
    {
        Start();
        Run();
    }

    public void Run()
    {
        for (int step = 0; step < StepLimit; step++)
        {
            Instant? next = Instant.Earliest(Schedule.Next, Source.NextTimeout);
            foreach (MigrationDestination destination in _destinations)
            {
                next = Instant.Earliest(next, destination.NextTimeout);
            }

            if (next is not { } due)
            {
                return;
            }

            if (Schedule.Next == due)
            {
                Schedule.RunNext();
            }
            else
            {
                Assert.That(due, Is.GreaterThanOrEqualTo(Schedule.Now), "a deadline lies in the past");
                Schedule.AdvanceTo(due);
                Source.OnTimeout(due);
                foreach (MigrationDestination destination in _destinations)
                {
                    destination.OnTimeout(due);
                }
            }

            Assert.That(RunningCopies, Is.LessThanOrEqualTo(1), "two copies run");
            EachStep?.Invoke(Schedule.Now);
        }

        Assert.Fail($"not finished after {StepLimit} steps: {Source.State}, {Destination.State}");
    }

    public MoveFailure TryReserve(in Reservation reservation, Instant now, out IMachine? machine)
    {
        DestinationMachine = Refusal == MoveFailure.None
            ? new Machine(
                reservation.MachineName, reservation.Machine,
                DestinationMemory(new GuestMemory(reservation.PageCount, present: false)), DestinationDevices)
            : null;
        machine = DestinationMachine;
        return Refusal;
    }

    public void OnReservationReturned(IMachine machine, Instant now) =>
        Assert.That(machine.State, Is.EqualTo(MachineState.Destroyed));

    private void Accept(Wire wire) => _destinations.Add(new MigrationDestination(
        this, _destinationIdentity, _ledger, _random, DestinationOptions, _checker, DestinationProcessor, Listener,
        wire.Right, Schedule.Now));
}
