using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Migration.Machines;

/// <summary>
/// Everything of a machine beside its memory and its clock: its router graph, stacks, services, timers.
/// </summary>
/// <remarks>
/// Whoever builds the machine supplies this; the machine calls it and knows nothing of what is inside.
/// </remarks>
public interface IDeviceStateSource
{
    /// <summary>Saves the state; the machine is frozen. Writes exactly one MessagePack value.</summary>
    void Export(ref MessagePackWriter writer, Instant now);

    /// <summary>
    /// Takes a saved state over; the machine has not run here yet. Reads exactly one MessagePack value.
    /// </summary>
    /// <exception cref="MessagePackSerializationException">The state cannot be read.</exception>
    void Import(ref MessagePackReader reader, Instant now);

    /// <summary>The guest just stopped: it may execute, send and receive nothing from here on.</summary>
    void OnFrozen(Instant now);

    /// <summary>The guest goes on, or starts, at this instant.</summary>
    void OnResumed(Instant now);

    /// <summary>The copy is gone for good.</summary>
    void OnDestroyed(Instant now);
}
