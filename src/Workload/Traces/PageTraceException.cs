namespace Xia.Workload.Traces;

/// <summary>
/// A trace file is damaged or is not one; the message names the file, what was expected and what is there.
/// </summary>
public sealed class PageTraceException(string fileName, string expected, string found)
    : Exception($"{fileName}: expected {expected}, found {found}.")
{
    /// <summary>The file as the caller named it.</summary>
    public string FileName { get; } = fileName;
}
