namespace Xia.Overlay.Forwarding;

/// <summary>What is to be done with a packet.</summary>
public enum ForwardingVerdict
{
    /// <summary>It has reached its intent here.</summary>
    Deliver,

    /// <summary>It goes out of a port to a neighbour.</summary>
    Forward,

    /// <summary>No edge leads on.</summary>
    Unreachable,

    /// <summary>It would go on, but its hop limit is used up.</summary>
    HopLimit,

    /// <summary>Its rows or its last node break a rule.</summary>
    Malformed,
}
