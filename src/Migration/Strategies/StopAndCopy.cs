namespace Xia.Migration.Strategies;

/// <summary>Stops the guest first and then sends everything: the least bytes and the longest pause.</summary>
public sealed class StopAndCopy : IPageStrategy
{
    /// <inheritdoc/>
    public string Name => "stop-and-copy";

    /// <inheritdoc/>
    public Verdict Decide(in MoveProgress progress) => Verdict.Freeze("at-once");
}
