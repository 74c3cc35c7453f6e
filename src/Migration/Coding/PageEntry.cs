namespace Xia.Migration.Coding;

/// <summary>One run of consecutive pages in a page frame.</summary>
/// <param name="form">How they are written.</param>
/// <param name="firstPage">The number of the first.</param>
/// <param name="pageCount">How many, at least one.</param>
/// <param name="body">Their bytes, or none.</param>
internal readonly ref struct PageEntry(PageForm form, int firstPage, int pageCount, ReadOnlySpan<byte> body)
{
    /// <summary>How the pages are written.</summary>
    public PageForm Form { get; } = form;

    /// <summary>The number of the first page.</summary>
    public int FirstPage { get; } = firstPage;

    /// <summary>How many pages, at least one.</summary>
    public int PageCount { get; } = pageCount;

    /// <summary>The pages' bytes, or none.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}
