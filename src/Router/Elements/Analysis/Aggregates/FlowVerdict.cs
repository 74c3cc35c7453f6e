namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>What becomes of a packet.</summary>
internal enum FlowVerdict
{
    /// <summary>It leaves with its flow's number.</summary>
    Pass,

    /// <summary>It belongs to no flow.</summary>
    Reject,

    /// <summary>It waits for a fragment.</summary>
    Held,
}
