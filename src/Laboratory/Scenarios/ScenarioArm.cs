namespace Xia.Laboratory.Scenarios;

/// <summary>One of the architectures and mobility schemes that a scenario compares.</summary>
public sealed record ScenarioArm
{
    /// <summary>How a machine stays reachable.</summary>
    public enum MobilityScheme
    {
        /// <summary>It does not.</summary>
        None,

        /// <summary>A signed rebinding tells its peers where it is (XIA only).</summary>
        Rebind,
    }

    /// <summary>
    /// What becomes of packets for a machine that reach its old host, or its new one too early.
    /// </summary>
    public enum ForwardingMode
    {
        /// <summary>They are dropped.</summary>
        None,

        /// <summary>The old host sends them on after the move.</summary>
        Forward,

        /// <summary>
        /// The old host sends them on from the freeze on; the new one holds them until the resume.
        /// </summary>
        Buffer,
    }

    /// <summary>Its name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>What its nodes speak.</summary>
    public required Architecture Network { get; init; }

    /// <summary>How its machines stay reachable.</summary>
    public required MobilityScheme Mobility { get; init; }

    /// <summary>What becomes of packets at the wrong host.</summary>
    public required ForwardingMode Forwarding { get; init; }

    /// <summary>
    /// Whether streams of a machine send at once on resume instead of waiting for their timers.
    /// </summary>
    public required bool Kick { get; init; }

    /// <summary>Whether peers are told before the freeze.</summary>
    public required bool Anticipated { get; init; }

    /// <summary>Whether the source host falls silent when the move commits.</summary>
    public required bool SourceDiesAtCommit { get; init; }
}
