using Xia.Emulator.Costs;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Bench.Emulator.Moves;

/// <summary>Two hosts on a pipe and a machine that is moved whole, by the migration engine's public side.</summary>
internal sealed class MoveBench : IMachineHost
{
    /// <summary>The machine's size: 64 MiB.</summary>
    public const int PageCount = 16_384;

    private const int StepLimit = 10_000_000;

    private readonly RandomStream _random;
    private readonly KeyPair _owner;
    private readonly Credential _destinationIdentity;
    private readonly Machine _machine;
    private Machine? _copy;

    /// <summary>A machine that runs, its memory filled anew.</summary>
    /// <param name="isZero">Whether its pages are zero; else they are random.</param>
    /// <param name="round">Which repeat it is; decides what is drawn.</param>
    public MoveBench(bool isZero, int round)
    {
        _random = new RandomRoot((ulong)round).Stream("bench/migration");
        _owner = KeyPair.Generate(_random);
        _destinationIdentity = Credential.OfIdentity(XidType.Hid, KeyPair.Generate(_random));
        GuestMemory memory = new(PageCount);
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        for (int i = 0; i < PageCount; i++)
        {
            if (!isZero)
            {
                _random.NextBytes(page);
            }

            // Zeroes are written too: the engine has to look at every page to find out.
            memory.TryWrite((long)i * page.Length, page);
        }

        _machine = new Machine("bench", _owner.PublicKey.ToXid(XidType.Hid), memory, new NoDevices());
        _machine.Resume(Instant.Zero);
    }

    /// <summary>Moves the machine; returns once it runs at the destination.</summary>
    /// <exception cref="InvalidOperationException">The move failed.</exception>
    public void Move()
    {
        (PipeEnd left, PipeEnd right) = PipeEnd.Connect();
        VirtualProcessor free = new(1, CostTable.Ideal);
        ProofChecker checker = new();
        QuietListener listener = new();
        Instant now = Instant.Zero;
        MigrationDestination destination = new(
            this, _destinationIdentity, new MoveLedger(), _random, new DestinationOptions(), checker, free, listener,
            right, now);
        MigrationSource source = new(
            new MigrationRequest
            {
                Id = 1,
                SourceHost = KeyPair.Generate(_random).PublicKey.ToXid(XidType.Hid),
                DestinationHost = _destinationIdentity.Subject,
                CurrentEpoch = 1,
                SourceSessionKey = KeyPair.Generate(_random),
            },
            _machine, new StopAndCopy(), new MigrationOptions(),
            new OwnerAuthority(_owner, Duration.FromSeconds(3_600)), checker, free, listener);
        source.Start(left, now);
        for (int step = 0; step < StepLimit && !source.IsFinished; step++)
        {
            long before = left.WrittenBytes + right.WrittenBytes;
            source.OnStreamChanged(left, now);
            destination.OnStreamChanged(right, now);
            if (left.WrittenBytes + right.WrittenBytes == before
                && Instant.Earliest(source.NextTimeout, destination.NextTimeout) is { } due)
            {
                now = Instant.Max(now, due);
                source.OnTimeout(now);
                destination.OnTimeout(now);
            }
        }

        if (_copy is not { State: MachineState.Running })
        {
            throw new InvalidOperationException(
                $"The move failed: {source.State}, {source.Report.Failure}, {source.Report.FailureDetail}.");
        }
    }

    /// <inheritdoc/>
    public MoveFailure TryReserve(in Reservation reservation, Instant now, out IMachine? machine)
    {
        _copy = new Machine(
            reservation.MachineName, reservation.Machine,
            new GuestMemory(reservation.PageCount, present: false), new NoDevices());
        machine = _copy;
        return MoveFailure.None;
    }

    /// <inheritdoc/>
    public void OnReservationReturned(IMachine machine, Instant now)
    {
    }
}
