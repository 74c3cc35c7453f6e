using Xia.Emulator.Nodes;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Moves;

/// <summary>
/// The program on a host that sends machines away and takes them in, over streams of the host's own stack.
/// </summary>
internal sealed class MigrationAgent : IMachineHost, IStreamAcceptor, ITimed
{
    /// <summary>The service under which hosts reach one another's agents.</summary>
    public const string Service = "migration";

    private readonly HostNode _host;
    private readonly MachineBuilder _machines;
    private readonly IMoveListener _listener;
    private readonly Credential _identity;
    private readonly MoveLedger _ledger = new();
    private readonly ProofChecker _checker = new();
    private readonly RandomStream _draws;
    private readonly bool _overwritesSource;
    private readonly List<MigrationSource> _sources = [];
    private readonly List<MigrationDestination> _destinations = [];

    /// <summary>An agent that listens on its host from now on.</summary>
    public MigrationAgent(
        ArmContext arm, HostNode host, MachineBuilder machines, IMoveListener listener)
    {
        _host = host;
        _machines = machines;
        _listener = listener;
        _identity = Credential.OfIdentity(XidType.Hid, arm.Keys.Node(host.Name));
        _draws = arm.Randomness.Stream($"migration/{host.Name}");
        _overwritesSource = arm.Trial.OverwriteSourceAtCommit;
        host.Stack!.Listen(Service, this);
        host.Node.Add(this);
    }

    /// <summary>The deadlines of all moves of the host.</summary>
    public Instant? NextTimeout
    {
        get
        {
            Instant? next = null;
            foreach (MigrationSource source in _sources)
            {
                next = Instant.Earliest(next, source.NextTimeout);
            }

            foreach (MigrationDestination destination in _destinations)
            {
                next = Instant.Earliest(next, destination.NextTimeout);
            }

            return next;
        }
    }

    /// <summary>Sends a machine that runs here to another host.</summary>
    /// <param name="record">The move.</param>
    /// <param name="tenure">In which epoch this host acts for the machine, and with what.</param>
    /// <param name="destination">The other host's identifier.</param>
    /// <param name="owner">Reaches the machine's owner.</param>
    /// <param name="now">The time.</param>
    public void Begin(
        MoveRecord record, Tenure tenure, Xid destination, IDelegationAuthority owner, Instant now)
    {
        ScenarioEvent.Migrate request = record.Request;
        MigrationRequest move = new()
        {
            Id = _draws.NextUInt64(),
            SourceHost = _identity.Subject,
            DestinationHost = destination,
            CurrentEpoch = tenure.Epoch,
            SourceSessionKey = tenure.SessionKey,
        };
        MigrationOptions options = new()
        {
            LimitBytesPerSecond = request.LimitBytesPerSecond,
            MinimumPause = request.ForcedPause ?? Duration.Zero,
            OverwriteSourceAtCommit = _overwritesSource,
        };
        MigrationSource source = new(
            move, record.Source.Machine, StrategyOf(request), options, owner, _checker, _host.Node.Processor,
            _listener);
        record.Engine = source;
        record.Id = move.Id;
        _sources.Add(source);
        if (!_host.Stack!.TryResolve($"{request.To}.{Service}", out PeerToken peer))
        {
            throw new InvalidOperationException($"{_host.Name} knows no way to {request.To}.{Service}.");
        }

        source.Start(_host.Stack.Connect(peer, source, now), now);
        _host.Node.Reschedule(now);
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        for (int i = 0; i < _sources.Count; i++)
        {
            if (_sources[i].NextTimeout <= now)
            {
                _sources[i].OnTimeout(now);
            }
        }

        for (int i = 0; i < _destinations.Count; i++)
        {
            if (_destinations[i].NextTimeout <= now)
            {
                _destinations[i].OnTimeout(now);
            }
        }

        _destinations.RemoveAll(destination => destination.IsFinished);
    }

    /// <inheritdoc/>
    public void OnAccepted(IByteStream stream, Instant now) => _destinations.Add(new MigrationDestination(
        this, _identity, _ledger, _draws, new DestinationOptions(), _checker, _host.Node.Processor, _listener,
        stream, now));

    /// <inheritdoc/>
    public void OnRestored(IByteStream stream, Instant now) =>
        throw new InvalidOperationException("A host's own stack does not move.");

    /// <inheritdoc/>
    public MoveFailure TryReserve(in Reservation reservation, Instant now, out IMachine? machine)
    {
        machine = null;
        Guest? guest = _machines.TryMakeShell(_host, reservation, now, out MoveFailure failure);
        machine = guest?.Machine;
        return failure;
    }

    /// <inheritdoc/>
    public void OnReservationReturned(IMachine machine, Instant now) => _machines.Forget(machine);

    private static IPageStrategy StrategyOf(ScenarioEvent.Migrate request) => request.Strategy switch
    {
        MigrationStrategy.StopAndCopy => new StopAndCopy(),
        MigrationStrategy.PreCopy => new PreCopy(new PreCopyOptions
        {
            DowntimeLimit = request.Downtime,
            MaximumRounds = request.MaxRounds,
            MaximumTime = request.MaxTime,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Strategy, "An unknown strategy."),
    };
}
