using Xia.Kernel.Randomness;
using Xia.Kernel.Work;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>The settings of an <see cref="OverlayStack"/>.</summary>
public sealed record OverlayStackOptions
{
    /// <summary>Who may speak for the stack's HID, which is the credential's subject.</summary>
    public required Credential Credential { get; init; }

    /// <summary>The domain in which the host is.</summary>
    public required Xid Ad { get; init; }

    /// <summary>Where nonces, challenges and initial sequence numbers come from.</summary>
    public required RandomStream Random { get; init; }

    /// <summary>
    /// The identity of the host underneath, which confirms that the machine runs there; null for a host that
    /// speaks for itself, and for a machine whose host does not confirm it.
    /// </summary>
    public Credential? Host { get; init; }

    /// <summary>The longest packet, XIP header included; 576 to 65,535.</summary>
    public int MtuBytes { get; init; } = 1500;

    /// <summary>The settings of streams; the segment size is set by the stack from its MTU.</summary>
    public StreamOptions Streams { get; init; } = new();

    /// <summary>Whom names stand for.</summary>
    public IReadOnlyDictionary<string, DagAddress> Names { get; init; } =
        new Dictionary<string, DagAddress>();

    /// <summary>The services of this host.</summary>
    public IReadOnlyDictionary<string, Xid> Services { get; init; } = new Dictionary<string, Xid>();

    /// <summary>What signatures and their checks occupy; free when null.</summary>
    public IProcessor? Processor { get; init; }

    /// <summary>Whether streams resend at once what is outstanding when either end has moved.</summary>
    public bool Kick { get; init; } = true;

    /// <summary>How rebindings are repeated.</summary>
    public RebindingTiming Timing { get; init; } = new();

    /// <summary>How many associations exist at most.</summary>
    public int MaximumAssociations { get; init; } = 16_384;

    /// <summary>
    /// For how many milliseconds an association for datagrams, or of a stream half open, was silent before it
    /// may make room.
    /// </summary>
    public int EvictableAfterMilliseconds { get; init; } = 1_000;

    /// <summary>How many datagrams wait in the stack at most, in all associations together.</summary>
    public int MaximumQueuedDatagrams { get; init; } = 4_096;

    /// <summary>How many datagrams of one association wait at most.</summary>
    public int MaximumQueuedPerAssociation { get; init; } = 512;

    /// <summary>How many rebindings of peers wait for a core at most.</summary>
    public int MaximumPendingChecks { get; init; } = 1_024;

    /// <summary>The checks of signatures; replaced only by tests that leave one out.</summary>
    internal IProofChecker? Checker { get; init; }
}
