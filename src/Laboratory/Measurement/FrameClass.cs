namespace Xia.Laboratory.Measurement;

/// <summary>What a frame on a link is there for.</summary>
internal enum FrameClass
{
    /// <summary>Service traffic, errors, and all that is not listed below.</summary>
    Other,

    /// <summary>A stream between migration agents.</summary>
    Migration,

    /// <summary>Address resolution, joins and rebindings.</summary>
    Signalling,
}
