namespace Xia.Laboratory.Scenarios;

/// <summary>The Click graphs of a node, one per architecture; both may be the same file.</summary>
/// <param name="Name">
/// The library name, such as <c>router</c>, the file of the user's own, or null if the two files are given
/// apart.
/// </param>
/// <param name="Xia">The graph under XIA.</param>
/// <param name="Ip">The graph under TCP/IP.</param>
public sealed record ScenarioGraph(string? Name, ScenarioFile Xia, ScenarioFile Ip)
{
    /// <summary>The graph's file under an architecture.</summary>
    public ScenarioFile For(Architecture architecture) => architecture == Architecture.Xia ? Xia : Ip;
}
