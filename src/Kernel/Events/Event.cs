using Xia.Kernel.Time;

namespace Xia.Kernel.Events;

/// <summary>
/// Something that happens at an instant: a key that orders it among all others, and what to do.
/// </summary>
/// <remarks>
/// <para>
/// Events have a total order: instant, then kind, then node, then the node's own sequence number. It follows
/// from the scenario alone, so that a run does not depend on the order in which events were pushed.
/// </para>
/// <para>
/// The key takes two words. Below the instant lies the order:
/// </para>
/// <code>
/// | kind: 8 bits | node: 20 bits | sequence: 36 bits |
/// </code>
/// </remarks>
public readonly record struct Event
{
    /// <summary>How many nodes there may be: 2²⁰.</summary>
    public const int MaximumNodeCount = 1 << NodeBits;

    /// <summary>
    /// The largest sequence number of a node: 2³⁶ − 1, an hour of one node at 19 million events per second.
    /// </summary>
    public const long MaximumSequence = (1L << SequenceBits) - 1;

    private const int NodeBits = 20;
    private const int SequenceBits = 36;

    /// <summary>An event.</summary>
    /// <param name="at">When it happens.</param>
    /// <param name="kind">
    /// What sort of event it is; lower kinds happen first among those of one instant.
    /// </param>
    /// <param name="node">Whose event it is; 0 to <see cref="MaximumNodeCount"/> − 1.</param>
    /// <param name="sequence">The node's count of events so far; 0 to <see cref="MaximumSequence"/>.</param>
    /// <param name="target">Who handles it; given back as it is.</param>
    /// <param name="argument">
    /// Anything the target wants to know, its generation for example; given back as it is.
    /// </param>
    public Event(Instant at, byte kind, int node, long sequence, int target, long argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            (uint)node, (uint)MaximumNodeCount, nameof(node));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            (ulong)sequence, (ulong)MaximumSequence, nameof(sequence));
        At = at;
        Order = ((ulong)kind << (NodeBits + SequenceBits)) | ((ulong)node << SequenceBits) | (ulong)sequence;
        Argument = argument;
        Target = target;
    }

    /// <summary>When it happens.</summary>
    public Instant At { get; }

    /// <summary>Anything the target wants to know.</summary>
    public long Argument { get; }

    /// <summary>Who handles it.</summary>
    public int Target { get; }

    /// <summary>What sort of event it is.</summary>
    public byte Kind => (byte)(Order >> (NodeBits + SequenceBits));

    /// <summary>Whose event it is.</summary>
    public int Node => (int)(Order >> SequenceBits) & (MaximumNodeCount - 1);

    /// <summary>The node's count of events when this one was made.</summary>
    public long Sequence => (long)Order & MaximumSequence;

    /// <summary>Kind, node and sequence as one number, which orders the events of one instant.</summary>
    internal ulong Order { get; }

    /// <summary>Whether this event happens before another.</summary>
    public bool IsBefore(in Event other) => At == other.At ? Order < other.Order : At < other.At;
}
