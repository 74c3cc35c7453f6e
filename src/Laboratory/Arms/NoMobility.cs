using Xia.Internet.Hosts;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Migration.Control;

namespace Xia.Laboratory.Arms;

/// <summary>Nothing: the machine keeps the address of the place that it left.</summary>
/// <remarks>
/// The host's gate is shut while the machine is not there. With <c>kick</c>, its streams resend at once on
/// resume, which helps as soon as something else makes the address reachable.
/// </remarks>
internal sealed class NoMobility(ArmContext arm, ArmNetwork network) : IMobility
{
    /// <inheritdoc/>
    public string Promise => "none: the address stays behind, so sessions across networks break";

    /// <inheritdoc/>
    public bool KeepsSessions => false;

    /// <inheritdoc/>
    public long ResidualState => 0;

    /// <inheritdoc/>
    public void OnPlaced(Guest guest, Instant now) => guest.Graph.WriteHandler("responder.announce", "");

    /// <inheritdoc/>
    public void OnReserved(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnPreAnnounced(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnFrozen(Move move, Instant now) => SetGate(network.CopyOf(move.Machine), "drop");

    /// <inheritdoc/>
    public void OnCommitted(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnResumed(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination)
        {
            Guest guest = network.CopyOf(move.Machine);
            SetGate(guest, "pass");
            guest.Graph.WriteHandler("responder.announce", "");
            if (arm.Arm.Kick)
            {
                ((InternetStack)guest.Stack).Kick(guest.Node.Local(now));
            }
        }
    }

    /// <inheritdoc/>
    public void OnReleased(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAborted(Move move, MoveFailure reason, string detail, Instant now)
    {
        if (move.Side == MoveSide.Source)
        {
            SetGate(network.CopyOf(move.Machine), "pass");
        }
    }

    /// <inheritdoc/>
    public void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now)
    {
    }

    private static void SetGate(Guest guest, string mode)
    {
        int port = guest.Host.PortIndexOf(guest.Specification.Name);
        guest.Host.Graph.WriteHandler($"gate{port}.mode", mode);
    }
}
