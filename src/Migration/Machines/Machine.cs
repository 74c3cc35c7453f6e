using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Machines;

/// <summary>An emulated virtual machine: all its state is in its memory, its clock and its devices.</summary>
public sealed class Machine(
    string name, Xid identity, IMachineMemory memory, IDeviceStateSource devices) : IMachine
{
    private const int FormatVersion = 1;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public Xid Identity { get; } = identity;

    /// <inheritdoc/>
    public IMachineMemory Memory { get; } = memory;

    /// <inheritdoc/>
    public GuestClock Clock { get; } = new();

    /// <inheritdoc/>
    public MachineState State { get; private set; }

    /// <inheritdoc/>
    public Instant? FrozenAt { get; private set; }

    /// <inheritdoc/>
    public Instant? ResumedAt { get; private set; }

    /// <inheritdoc/>
    public void Freeze(Instant now)
    {
        Require(State == MachineState.Running, nameof(Freeze));
        State = MachineState.Frozen;
        FrozenAt = now;
        Clock.Pause(now);
        devices.OnFrozen(now);
    }

    /// <inheritdoc/>
    public void Resume(Instant now)
    {
        Require(State is MachineState.Absent or MachineState.Frozen or MachineState.InDoubt, nameof(Resume));
        State = MachineState.Running;
        ResumedAt = now;
        Clock.Resume(now);
        devices.OnResumed(now);
    }

    /// <inheritdoc/>
    public void MarkInDoubt(Instant now)
    {
        Require(State == MachineState.Frozen, nameof(MarkInDoubt));
        State = MachineState.InDoubt;
    }

    /// <inheritdoc/>
    public void Destroy(Instant now)
    {
        if (State == MachineState.Destroyed)
        {
            return;
        }

        State = MachineState.Destroyed;
        Clock.Pause(now);
        Memory.Destroy();
        devices.OnDestroyed(now);
    }

    /// <inheritdoc/>
    public void ExportDeviceState(ref MessagePackWriter writer, Instant now)
    {
        Require(State is MachineState.Frozen, nameof(ExportDeviceState));
        writer.WriteArrayHeader(3);
        writer.Write(FormatVersion);
        Clock.Export(ref writer, now);
        devices.Export(ref writer, now);
    }

    /// <inheritdoc/>
    public void ImportDeviceState(ref MessagePackReader reader, Instant now)
    {
        Require(State is MachineState.Absent, nameof(ImportDeviceState));
        if (reader.ReadArrayHeader() != 3 || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The machine's state is not in format 1.");
        }

        Clock.Import(ref reader, now);
        devices.Import(ref reader, now);
    }

    private void Require(bool holds, string transition)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{transition} is impossible while {Name} is {State}.");
        }
    }
}
