using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Router.Graph;

namespace Xia.Laboratory.Arms;

/// <summary>
/// XIA's own: the machine keeps its identifier, and tells its peers by signed rebindings where it now is.
/// </summary>
/// <remarks>
/// <code>
///                     source gate             destination's domain                    destination gate
/// pre-announced                               its router: way to the machine          hold (if buffered)
/// frozen              forward AD:new (if buffered), else drop
/// resumed             forward AD:new (if forwarded)   signed announcement on the link   pass; rebindings go out
/// released            forwards on for peers with old names: residual state
/// </code>
/// The way at pre-announcement, a route and the address on the link, is what the domain's controller enters
/// for a machine that one of its hosts reserved; the machine's own signed announcement confirms it on resume.
/// </remarks>
internal sealed class RebindMobility(
    ArmContext arm, ArmNetwork network, XiaArchitecture architecture) : IMobility
{
    private readonly HashSet<string> _forwarders = [];
    private readonly HashSet<Guest> _entered = [];
    private readonly HashSet<string> _placed = [];

    /// <inheritdoc/>
    public string Promise => Rebinds
        ? "every session lives: the machine keeps its identifier and proves where it is"
        : KeepsSessions
            ? "every session lives while the old host does: it sends packets on"
            : "none: peers are not told where the machine is, so sessions across networks break";

    /// <inheritdoc/>
    public bool KeepsSessions => Rebinds || (Forwards && !arm.Arm.SourceDiesAtCommit);

    /// <inheritdoc/>
    public long ResidualState => _forwarders.Count;

    private bool Rebinds => arm.Arm.Mobility == ScenarioArm.MobilityScheme.Rebind;

    private bool Forwards => arm.Arm.Forwarding != ScenarioArm.ForwardingMode.None;

    private bool Buffers => arm.Arm.Forwarding == ScenarioArm.ForwardingMode.Buffer;

    /// <inheritdoc/>
    public void OnPlaced(Guest guest, Instant now)
    {
        Credential credential = network.TenureOf(guest.Specification.Name).Credential;
        SetGate(guest, "machine", guest.Machine.Identity.ToString());
        Enter(guest, credential, now);
    }

    /// <inheritdoc/>
    public void OnReserved(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination)
        {
            Guest guest = network.CopyOf(move.Machine);
            SetGate(guest, "machine", move.Machine.Identity.ToString());
            SetGate(guest, "mode", Buffers ? "hold" : "drop");
        }
    }

    /// <inheritdoc/>
    public void OnPreAnnounced(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination && (Buffers || arm.Arm.Anticipated))
        {
            EnterRoute(network.CopyOf(move.Machine));
        }
    }

    /// <inheritdoc/>
    public void OnFrozen(Move move, Instant now)
    {
        if (move.Side == MoveSide.Source)
        {
            Guest guest = network.CopyOf(move.Machine);
            SetGate(guest, "mode", Buffers ? ForwardTo(move) : "drop");
        }
    }

    /// <inheritdoc/>
    public void OnCommitted(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnResumed(Move move, Instant now)
    {
        Guest guest = network.CopyOf(move.Machine);
        if (move.Side == MoveSide.Destination)
        {
            Credential credential = move.Credential
                ?? throw new InvalidOperationException(
                    "A machine resumed at a host that may not speak for it.");
            Enter(guest, credential, now);
            SetGate(guest, "mode", "pass");
            return;
        }

        architecture.BookOf(guest.Specification.Name, guest.Host.Name).Remove(move.Machine.Identity);
        if (Forwards)
        {
            SetGate(guest, "mode", ForwardTo(move));
            _forwarders.Add($"{guest.Host.Name}/{guest.Specification.Name}");
        }
    }

    /// <inheritdoc/>
    public void OnReleased(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAborted(Move move, MoveFailure reason, string detail, Instant now)
    {
        Guest guest = network.CopyOf(move.Machine);
        if (move.Side == MoveSide.Destination)
        {
            // What the gate held for the machine is lost with the move: the source may not take packets yet.
            SetGate(guest, "mode", "drop");
            LeaveRoute(guest);
        }
        else
        {
            if (move.Credential is { } renewed)
            {
                Enter(guest, renewed, now);
            }

            SetGate(guest, "mode", "pass");
        }
    }

    /// <inheritdoc/>
    public void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now)
    {
    }

    private void SetGate(Guest guest, string handler, string value)
    {
        int port = guest.Host.PortIndexOf(guest.Specification.Name);
        guest.Host.Graph.WriteHandler($"gate{port}.{handler}", value);
    }

    private string ForwardTo(Move move)
    {
        PlannedNode destination = arm.Plan.Nodes.First(
            node => arm.Keys.NodeId(node.Name) == move.DestinationHost);
        return $"forward {arm.Keys.DomainId(destination.Domain)}";
    }

    /// <summary>
    /// The machine speaks from its host's domain by this credential, and says so on the link and to its
    /// peers.
    /// </summary>
    private void Enter(Guest guest, Credential credential, Instant now)
    {
        PlannedNode host = guest.Host.Plan;
        architecture.BookOf(guest.Specification.Name, host.Name).Put(credential);
        Credential confirmation = Credential.OfIdentity(XidType.Hid, arm.Keys.Node(host.Name));

        // The link first: until the router knows the machine, nothing reaches it.
        guest.Graph.WriteHandler("responder.announce", "");
        if (!Rebinds && _placed.Contains(guest.Specification.Name))
        {
            return;
        }

        _placed.Add(guest.Specification.Name);
        Instant guestNow = guest.Node.Local(now);
        ((OverlayStack)guest.Stack).OnMoved(
            arm.Keys.DomainId(host.Domain), credential, confirmation, guestNow);
    }

    private void EnterRoute(Guest guest)
    {
        PlannedNode host = guest.Host.Plan;
        if (host.Gateway is not { } gateway)
        {
            return;
        }

        PlannedPort towards = arm.Plan.Node(gateway.Node).Ports.First(port => port.Peer == host.Name);
        Xid machine = guest.Machine.Identity;
        RouterGraph router = network.Node(gateway.Node).Graph;
        router.WriteHandler("rt.set", $"{machine} {towards.Index + 1} {machine}");

        // Its address on the link too: a frozen machine answers no question, and until then the router would
        // keep its packets, which are the gate's to hold.
        MacAddress card = new(arm.Plan.Machine(guest.Specification.Name).Mac);
        router.WriteHandler($"port{towards.Index}/arp.insert", $"{machine} {card}");
        _entered.Add(guest);
    }

    /// <summary>Takes back what <see cref="EnterRoute"/> entered for a copy that will not run.</summary>
    private void LeaveRoute(Guest guest)
    {
        if (!_entered.Remove(guest) || guest.Host.Plan.Gateway is not { } gateway)
        {
            return;
        }

        string name = guest.Specification.Name;
        Guest? stayed = network.RunningCopy(name) ?? network.Copies.LastOrDefault(
            copy => copy.Specification.Name == name && copy.Machine.State == MachineState.Frozen);
        if (stayed?.Host.Plan.Gateway?.Node == gateway.Node)
        {
            EnterRoute(stayed);
            return;
        }

        network.Node(gateway.Node).Graph.WriteHandler("rt.remove", guest.Machine.Identity.ToString());
    }
}
