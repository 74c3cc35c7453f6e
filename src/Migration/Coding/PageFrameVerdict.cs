namespace Xia.Migration.Coding;

/// <summary>What a check of a page frame's payload found.</summary>
internal enum PageFrameVerdict
{
    /// <summary>Every entry is sound.</summary>
    Sound,

    /// <summary>The payload ends within an entry.</summary>
    Truncated,

    /// <summary>A form that this receiver does not know, or a reserved byte that is not zero.</summary>
    UnknownForm,

    /// <summary>An entry of no pages, or of pages beyond the memory.</summary>
    OutOfRange,
}
