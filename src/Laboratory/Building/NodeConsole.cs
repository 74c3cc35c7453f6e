using Xia.Router.Platform;

namespace Xia.Laboratory.Building;

/// <summary>A node's texts go into the timeline.</summary>
internal sealed class NodeConsole(ArmContext arm, string owner) : IRouterConsole
{
    /// <inheritdoc/>
    public void WriteOutput(string text) => WriteMessage(text.TrimEnd('\n'));

    /// <inheritdoc/>
    public void WriteMessage(string line) =>
        arm.Recorder.Note(arm.Simulation.Now, "node.print", owner, null, line);
}
