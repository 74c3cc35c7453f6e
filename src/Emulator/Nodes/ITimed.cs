using Xia.Kernel.Time;

namespace Xia.Emulator.Nodes;

/// <summary>Something on a node that wants to be called at an instant of the node's own time.</summary>
public interface ITimed
{
    /// <summary>When <see cref="OnTimeout"/> is due, or null.</summary>
    Instant? NextTimeout { get; }

    /// <summary>Handles what is due.</summary>
    void OnTimeout(Instant now);
}
