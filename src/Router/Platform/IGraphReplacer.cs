namespace Xia.Router.Platform;

/// <summary>
/// Puts another graph in the running one's place; the driver provides it where that is allowed.
/// </summary>
public interface IGraphReplacer
{
    /// <summary>Whether a graph is loaded and about to take over.</summary>
    bool IsReplacing { get; }

    /// <summary>Loads a graph, which takes over soon after.</summary>
    /// <returns>What is wrong with it, or null; then the running graph goes on.</returns>
    string? Replace(string text);
}
