namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Kinds of IP and TCP options that a field shows or takes.</summary>
[Flags]
internal enum OptionKinds
{
    /// <summary>End of list and no operation.</summary>
    Padding = 1,

    /// <summary>IP routes, recorded and prescribed.</summary>
    Route = 2,

    /// <summary>Time stamps of IP or of TCP.</summary>
    Timestamp = 4,

    /// <summary>TCP's maximum segment size.</summary>
    SegmentSize = 8,

    /// <summary>TCP's window scale.</summary>
    WindowScale = 16,

    /// <summary>TCP's selective acknowledgements, and that these are permitted.</summary>
    Acknowledgements = 32,

    /// <summary>All others.</summary>
    Other = 64,

    /// <summary>Every kind.</summary>
    All = 127,

    /// <summary>Every kind but padding.</summary>
    AllButPadding = All & ~Padding,
}
