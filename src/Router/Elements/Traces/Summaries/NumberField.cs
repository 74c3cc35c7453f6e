using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>A field that is a whole number, perhaps with a way of its own to write and read it.</summary>
/// <param name="name">Its name.</param>
/// <param name="lengthBytes">How long its binary form is, and so how large it may get.</param>
internal sealed class NumberField(string name, int lengthBytes) : SummaryField(name)
{
    /// <summary>Reads a word as a number.</summary>
    public delegate bool WordParser(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value);

    private ulong Maximum => ulong.MaxValue >> (64 - (8 * lengthBytes));

    /// <summary>Takes it from a packet; <see cref="SummaryView.Missing"/> when the packet has none.</summary>
    public required Func<SummaryView, long> Get { get; init; }

    /// <summary>Writes it in another way than as a decimal number.</summary>
    public Action<SummaryView, long, ByteText>? Format { get; init; }

    /// <summary>Reads it in another way than as a number.</summary>
    public WordParser? Parse { get; init; }

    /// <summary>Turns its binary form into what <see cref="Set"/> takes, where these differ.</summary>
    public Func<ulong, ulong>? FromBinary { get; init; }

    /// <summary>Puts it into a packet, if that has a place for it.</summary>
    public required Action<SummaryDraft, ulong> Set { get; init; }

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        long value = Get(view);
        if (value == SummaryView.Missing)
        {
            return false;
        }

        if (Format is null)
        {
            line.Append(value);
        }
        else
        {
            Format(view, value, line);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record)
    {
        long value = Get(view);
        record.AppendBinary(value == SummaryView.Missing ? 0 : (ulong)value, lengthBytes);
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        ulong value;
        bool read = Parse is null
            ? SummaryWords.TryReadNumber(word, out value) && value <= Maximum
            : Parse(word, draft, out value);
        if (read)
        {
            Set(draft, value);
        }

        return read;
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => lengthBytes;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft)
    {
        ulong value = 0;
        foreach (byte at in bytes)
        {
            value = (value << 8) | at;
        }

        Set(draft, FromBinary is null ? value : FromBinary(value));
        return true;
    }
}
