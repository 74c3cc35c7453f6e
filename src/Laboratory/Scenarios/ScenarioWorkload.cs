namespace Xia.Laboratory.Scenarios;

/// <summary>What writes a machine's memory apart from its services.</summary>
public abstract record ScenarioWorkload
{
    private ScenarioWorkload()
    {
    }

    /// <summary>What a replayed trace does after its last tick.</summary>
    public enum TraceEnd
    {
        /// <summary>The guest writes nothing more.</summary>
        Hold,

        /// <summary>The trace starts again at its first tick.</summary>
        Loop,
    }

    /// <summary>What the pages hold that a writer writes.</summary>
    public enum PageContent
    {
        /// <summary>Bytes that no codec shortens.</summary>
        Random,

        /// <summary>Words of a small alphabet, about 4:1 for a general codec.</summary>
        Text,

        /// <summary>Counters: few bytes of a page change.</summary>
        Counter,

        /// <summary>The same bytes again: silent stores.</summary>
        Same,
    }

    /// <summary>Nothing.</summary>
    public sealed record None : ScenarioWorkload;

    /// <summary>The recorded page accesses of a real guest, on the guest's clock.</summary>
    /// <param name="File">The trace (XPT2).</param>
    /// <param name="After">What follows its last tick.</param>
    public sealed record Trace(ScenarioFile File, TraceEnd After) : ScenarioWorkload;

    /// <summary>Writers with regions of their own, such as hot, warm and cold pages.</summary>
    /// <param name="Classes">In order of the file, which is the order of their regions.</param>
    public sealed record Writer(IReadOnlyList<WriterClass> Classes) : ScenarioWorkload;

    /// <summary>Pages that are written alike.</summary>
    /// <param name="Name">The class's name, such as <c>hot</c>.</param>
    /// <param name="RegionBytes">How much memory it covers; a multiple of 4096.</param>
    /// <param name="WritesPerSecond">
    /// Writes per second of guest time, to uniformly random pages of the region.
    /// </param>
    /// <param name="BytesPerWrite">How many bytes each write covers, 1 to 4096.</param>
    /// <param name="Content">What it writes.</param>
    public sealed record WriterClass(
        string Name, long RegionBytes, long WritesPerSecond, int BytesPerWrite, PageContent Content);
}
