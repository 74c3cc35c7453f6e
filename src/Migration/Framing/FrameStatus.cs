namespace Xia.Migration.Framing;

/// <summary>
/// What a reader of frames found; everything below <see cref="Complete"/> ends the stream's use.
/// </summary>
internal enum FrameStatus
{
    /// <summary>The frame is not all here yet.</summary>
    Incomplete,

    /// <summary>A whole frame with right checksums is at hand.</summary>
    Complete,

    /// <summary>The header does not start with the magic number of this format.</summary>
    BadMagic,

    /// <summary>The format's version is another one.</summary>
    BadVersion,

    /// <summary>The header's checksum is wrong.</summary>
    BadHeaderChecksum,

    /// <summary>The kind is none that is known.</summary>
    BadKind,

    /// <summary>The payload would be longer than this end takes.</summary>
    TooLong,

    /// <summary>The frame is not the next one in sequence.</summary>
    BadSequence,

    /// <summary>The payload's checksum is wrong.</summary>
    BadPayloadChecksum,
}
