using Xia.Router.Elements.Rewriting.Patterns;

namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>One flow through a rewriter, both directions; taken from and given back to its set.</summary>
/// <remarks>
/// Packets of <see cref="Forward"/> become packets of <see cref="Rewritten"/>; packets of the reverse of
/// <see cref="Rewritten"/> become packets of the reverse of <see cref="Forward"/>. Times are milliseconds
/// since the Unix epoch.
/// </remarks>
internal sealed class Flow
{
    /// <summary>Whose table it is in.</summary>
    public IFlowOwner Owner { get; set; } = null!;

    /// <summary>The input of the owner at which its first packet came.</summary>
    public int Input { get; set; }

    /// <summary>What its packets have in common before they are rewritten.</summary>
    public FlowKey Forward { get; set; }

    /// <summary>What its packets have in common afterwards.</summary>
    public FlowKey Rewritten { get; set; }

    /// <summary>Where its packets leave.</summary>
    public int ForwardOutput { get; set; }

    /// <summary>Where the answers leave.</summary>
    public int ReplyOutput { get; set; }

    /// <summary>The annotation of its first packet, which the answers get.</summary>
    public byte ReplyAnnotation { get; set; }

    /// <summary>What it has shown so far.</summary>
    public FlowMarks Marks { get; set; }

    /// <summary>How many packets it had, as far as anybody asks.</summary>
    public byte PacketCount { get; set; }

    /// <summary>What a rewritten forward packet's addresses do to a checksum.</summary>
    public ushort AddressChange { get; set; }

    /// <summary>What a rewritten forward packet's addresses and ports do to a checksum.</summary>
    public ushort WholeChange { get; set; }

    /// <summary>How much longer or shorter the forward stream became where; null when it did not.</summary>
    public SequenceShifts? ForwardShifts { get; set; }

    /// <summary>How much longer or shorter the stream of the answers became where.</summary>
    public SequenceShifts? ReplyShifts { get; set; }

    /// <summary>No other flow takes its place before.</summary>
    public long GuaranteedUntil { get; set; }

    /// <summary>It is forgotten afterwards.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>In which order the flows of a set were made.</summary>
    public long Serial { get; set; }

    /// <summary>The heap that it is in.</summary>
    public FlowHeap? Heap { get; set; }

    /// <summary>Its place in the heap.</summary>
    public int HeapIndex { get; set; }

    /// <summary>The time by which the heap has it in order; never after the real one.</summary>
    public long HeapTime { get; set; }

    /// <summary>The next unused flow of the pool.</summary>
    public Flow? NextFree { get; set; }

    /// <summary>Starts it as the flow of a key.</summary>
    public void Begin(int input, in FlowKey key, in FlowMapping mapping)
    {
        Input = input;
        Forward = key;
        (Rewritten, ForwardOutput, ReplyOutput) = mapping;
    }

    /// <summary>Finds out what rewriting does to checksums.</summary>
    public void FindChanges()
    {
        AddressChange = ChecksumChange.OfAddresses(Forward, Rewritten);
        WholeChange = ChecksumChange.Sum(AddressChange, ChecksumChange.OfPorts(Forward, Rewritten));
    }

    /// <summary>Forgets everything, so that it can be another flow.</summary>
    public void Reset()
    {
        Owner = null!;
        Marks = FlowMarks.None;
        PacketCount = 0;
        ReplyAnnotation = 0;
        ForwardShifts = ReplyShifts = null;
        Heap = null;
    }
}
