namespace Xia.Migration.Coding;

/// <summary>How the pages of one entry of a page frame are written; one byte on the wire.</summary>
/// <remarks>
/// 0 is never a form. 3 is kept for a delta against the copy that the peer already has, 4 for a reference to
/// content that is already there, 5 for compressed pages; a receiver that does not know a form refuses the
/// frame.
/// </remarks>
internal enum PageForm : byte
{
    /// <summary>Pages of zeroes; no body.</summary>
    Zero = 1,

    /// <summary>The pages' bytes, one page after the other.</summary>
    Raw = 2,
}
