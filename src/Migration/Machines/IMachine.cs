using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Machines;

/// <summary>One host's copy of a virtual machine: memory, clock and device state.</summary>
/// <remarks>
/// A transition that <see cref="MachineState"/> does not draw throws <see cref="InvalidOperationException"/>.
/// </remarks>
public interface IMachine
{
    /// <summary>The scenario's name of the machine.</summary>
    string Name { get; }

    /// <summary>The machine's HID: the hash of its owner's identity key.</summary>
    Xid Identity { get; }

    /// <summary>Its memory.</summary>
    IMachineMemory Memory { get; }

    /// <summary>Its own time.</summary>
    GuestClock Clock { get; }

    /// <summary>What this copy is doing.</summary>
    MachineState State { get; }

    /// <summary>When the last vCPU executed its last instruction here; null before the first time.</summary>
    Instant? FrozenAt { get; }

    /// <summary>
    /// When the first vCPU executed its first instruction since; null before the first time.
    /// </summary>
    Instant? ResumedAt { get; }

    /// <summary>Stops the guest at this instant.</summary>
    void Freeze(Instant now);

    /// <summary>Sets the guest going at this instant, for the first time or again.</summary>
    void Resume(Instant now);

    /// <summary>
    /// Says that it is not known whether the guest runs elsewhere by now; it stays stopped.
    /// </summary>
    void MarkInDoubt(Instant now);

    /// <summary>Overwrites the copy's buffers and ends it.</summary>
    void Destroy(Instant now);

    /// <summary>
    /// Saves everything beside the memory; the guest is stopped. Writes one MessagePack value.
    /// </summary>
    void ExportDeviceState(ref MessagePackWriter writer, Instant now);

    /// <summary>
    /// Takes over what <see cref="ExportDeviceState"/> saved; only a copy that has not run yet can.
    /// </summary>
    /// <exception cref="MessagePackSerializationException">The state cannot be read.</exception>
    void ImportDeviceState(ref MessagePackReader reader, Instant now);
}
