namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Which end of a packet's way an address or port belongs to.</summary>
internal enum PatternEnds
{
    /// <summary>Not said.</summary>
    Unsaid,

    /// <summary>The source.</summary>
    Source,

    /// <summary>The destination.</summary>
    Destination,

    /// <summary>Both.</summary>
    Both,

    /// <summary>One of the two.</summary>
    Either,
}
