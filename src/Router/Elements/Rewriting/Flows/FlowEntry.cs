namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>One direction of a flow, as a packet's key leads to it.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="IsReply">Whether it is the direction of the answers.</param>
internal readonly record struct FlowEntry(Flow Flow, bool IsReply)
{
    /// <summary>What the packets have in common before they are rewritten.</summary>
    public FlowKey Key => IsReply ? Flow.Rewritten.Reversed : Flow.Forward;

    /// <summary>What they have in common afterwards.</summary>
    public FlowKey Target => IsReply ? Flow.Forward.Reversed : Flow.Rewritten;

    /// <summary>Where they leave.</summary>
    public int Output => IsReply ? Flow.ReplyOutput : Flow.ForwardOutput;

    /// <summary>What rewriting the addresses does to a checksum.</summary>
    public ushort AddressChange => IsReply ? (ushort)~Flow.AddressChange : Flow.AddressChange;

    /// <summary>What rewriting addresses and ports does to a checksum.</summary>
    public ushort WholeChange => IsReply ? (ushort)~Flow.WholeChange : Flow.WholeChange;

    /// <summary>Shifts of the stream of these packets.</summary>
    public SequenceShifts? Shifts => IsReply ? Flow.ReplyShifts : Flow.ForwardShifts;

    /// <summary>Shifts of the stream that these packets acknowledge.</summary>
    public SequenceShifts? AnsweredShifts => IsReply ? Flow.ForwardShifts : Flow.ReplyShifts;
}
