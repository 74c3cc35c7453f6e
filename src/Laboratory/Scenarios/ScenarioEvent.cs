using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios;

/// <summary>Something that the scenario makes happen.</summary>
public abstract record ScenarioEvent
{
    private ScenarioEvent(ScenarioTrigger when, string? arm)
    {
        When = when;
        Arm = arm;
    }

    /// <summary>When it happens.</summary>
    public ScenarioTrigger When { get; }

    /// <summary>The only arm in which it happens; null for all.</summary>
    public string? Arm { get; }

    /// <summary>A machine moves.</summary>
    /// <param name="When">When it is asked for.</param>
    /// <param name="Arm">The only arm, or null.</param>
    /// <param name="Machine">The machine.</param>
    /// <param name="To">The host that it moves to.</param>
    /// <param name="Strategy">How its memory moves.</param>
    /// <param name="LimitBytesPerSecond">
    /// Most that the migration sends; null for no limit but the links'.
    /// </param>
    /// <param name="Downtime">The pause that pre-copy aims for.</param>
    /// <param name="MaxRounds">Most rounds of pre-copy, the first included.</param>
    /// <param name="MaxTime">After this time of pre-copy the machine is stopped; null for never.</param>
    /// <param name="ForcedPause">
    /// A pause held to exactly this length if it would be shorter; null for none.
    /// </param>
    public sealed record Migrate(
        ScenarioTrigger When,
        string? Arm,
        string Machine,
        string To,
        MigrationStrategy Strategy,
        long? LimitBytesPerSecond,
        Duration Downtime,
        int MaxRounds,
        Duration? MaxTime,
        Duration? ForcedPause) : ScenarioEvent(When, Arm);

    /// <summary>A handler of a node's graph is written, as by a user at its console.</summary>
    /// <param name="When">When.</param>
    /// <param name="Arm">The only arm, or null.</param>
    /// <param name="Node">The node (or the machine, for its guest graph).</param>
    /// <param name="Handler">The handler within the graph, such as <c>rt.add</c>.</param>
    /// <param name="Value">What is written.</param>
    public sealed record WriteHandler(
        ScenarioTrigger When,
        string? Arm,
        string Node,
        string Handler,
        string Value) : ScenarioEvent(When, Arm);

    /// <summary>A link changes; what is null stays as it is.</summary>
    /// <param name="When">When.</param>
    /// <param name="Arm">The only arm, or null.</param>
    /// <param name="Link">The link.</param>
    /// <param name="LossPartsPerBillion">How many of a billion frames are lost from now on.</param>
    /// <param name="Delay">The one-way delay from now on.</param>
    /// <param name="RateBitsPerSecond">The rate from now on.</param>
    /// <param name="IsUp">Whether it carries anything from now on.</param>
    public sealed record ChangeLink(
        ScenarioTrigger When,
        string? Arm,
        string Link,
        long? LossPartsPerBillion,
        Duration? Delay,
        long? RateBitsPerSecond,
        bool? IsUp) : ScenarioEvent(When, Arm);

    /// <summary>One byte of one frame is inverted on a link, after the sender's capture.</summary>
    /// <param name="When">From when frames are counted.</param>
    /// <param name="Arm">The only arm, or null.</param>
    /// <param name="Link">The link.</param>
    /// <param name="Frame">Which frame of the link is hit; the first counted is 1.</param>
    /// <param name="MigrationOnly">Whether only frames of a migration's stream count.</param>
    /// <param name="ByteOffset">Which byte; negative counts from the frame's end, -1 being the last.</param>
    /// <param name="FixesChecksum">
    /// Whether the transport's checksum is made right again, so that it does not catch it.
    /// </param>
    public sealed record CorruptFrame(
        ScenarioTrigger When,
        string? Arm,
        string Link,
        long Frame,
        bool MigrationOnly,
        int ByteOffset,
        bool FixesChecksum) : ScenarioEvent(When, Arm);
}
