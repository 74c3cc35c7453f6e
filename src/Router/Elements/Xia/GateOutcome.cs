namespace Xia.Router.Elements.Xia;

/// <summary>What became of a frame at a machine's gate.</summary>
internal enum GateOutcome
{
    /// <summary>It went through to the machine.</summary>
    Passed,

    /// <summary>It was held; it is counted again when it leaves.</summary>
    Held,

    /// <summary>It was sent after the machine.</summary>
    Forwarded,

    /// <summary>It was dropped because the gate drops.</summary>
    Dropped,

    /// <summary>The buffer was full.</summary>
    Overflow,

    /// <summary>
    /// It could not be sent after the machine: no sound XIP packet, or one that names no domain.
    /// </summary>
    NotForwardable,

    /// <summary>It was for someone else, flooded by the switch, while the gate did not pass.</summary>
    NotForMachine,
}
