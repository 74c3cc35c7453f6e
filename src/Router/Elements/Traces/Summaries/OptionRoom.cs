using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Room for more entries in an IP option, as in <c>+5</c>.</summary>
internal static class OptionRoom
{
    private const int MaximumEntries = 63;

    /// <summary>Takes it off a text, if it is there, and makes the room.</summary>
    public static void Take(ref ReadOnlySpan<byte> text, ByteText options, int entryBytes)
    {
        if (text.Length < 2 || text[0] != '+' || !SummaryWords.IsDigit(text[1]))
        {
            return;
        }

        text = text[1..];
        if (SummaryWords.TakeDecimal(ref text, out ulong count) && count <= MaximumEntries)
        {
            options.Extend((int)count * entryBytes).Clear();
        }
    }
}
