namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The turns in which fields are put into a packet; neighbours refine them by small steps.</summary>
internal static class SummaryOrder
{
    /// <summary>Annotations.</summary>
    public const int Annotation = 100;

    /// <summary>The link header.</summary>
    public const int Link = 200;

    /// <summary>The IP header.</summary>
    public const int Network = 300;

    /// <summary>The transport header.</summary>
    public const int Transport = 400;

    /// <summary>The payload, once all lengths are known.</summary>
    public const int Payload = 500;
}
