namespace Xia.Overlay.Control;

/// <summary>Why no error is reported about a packet.</summary>
public enum XcmpRefusal
{
    /// <summary>One is.</summary>
    None,

    /// <summary>It is no XIP packet.</summary>
    Malformed,

    /// <summary>It does not say from where it comes.</summary>
    NoSource,

    /// <summary>It went to all hosts of a link, or claims to come from them.</summary>
    Broadcast,

    /// <summary>It is itself the report of an error.</summary>
    AboutError,

    /// <summary>This node has reported enough for now.</summary>
    RateLimited,
}
