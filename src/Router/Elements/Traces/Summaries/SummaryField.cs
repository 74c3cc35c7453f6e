using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>One column of a summary: how it is taken from a packet, and put into one.</summary>
/// <remarks>
/// Fields of a line are put into the packet in the order of <see cref="Order"/>, whatever order they stand
/// in, so that the headers that a field needs are there.
/// </remarks>
internal abstract class SummaryField(string name)
{
    /// <summary>Its name in <c>!data</c> lines.</summary>
    public string Name { get; } = name;

    /// <summary>Its turn among the fields of a line, lower first.</summary>
    public int Order { get; init; }

    /// <summary>Whether it looks at headers, so that these are examined before.</summary>
    public bool NeedsHeaders { get; init; } = true;

    /// <summary>Whether a packet can be made from it.</summary>
    public virtual bool CanRead => true;

    /// <summary>Whether it has a binary form.</summary>
    public virtual bool CanBeBinary => true;

    /// <summary>Writes its text; nothing, and false, when the packet does not have it.</summary>
    public abstract bool TryWrite(SummaryView view, ByteText line);

    /// <summary>Writes its binary form; zeros when the packet does not have it.</summary>
    public abstract void WriteBinary(SummaryView view, ByteText record);

    /// <summary>Puts it into a packet.</summary>
    /// <returns>Whether the word was understood; a packet without a place for it is no error.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft);

    /// <summary>How many bytes its binary form takes at the start of the rest of a record.</summary>
    public abstract int BinaryLength(ReadOnlySpan<byte> rest);

    /// <summary>Puts its binary form into a packet.</summary>
    public abstract bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft);
}
