namespace Xia.Router.Captures;

/// <summary>Which way a captured frame went, seen from the named end of the link.</summary>
public enum CaptureDirection
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>It arrived.</summary>
    Inbound = 1,

    /// <summary>It was sent.</summary>
    Outbound = 2,
}
