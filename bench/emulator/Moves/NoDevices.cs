using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Bench.Emulator.Moves;

/// <summary>The devices of a machine that is nothing but memory.</summary>
internal sealed class NoDevices : IDeviceStateSource
{
    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer, Instant now) => writer.Write(0);

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader, Instant now) => _ = reader.ReadInt32();

    /// <inheritdoc/>
    public void OnFrozen(Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnResumed(Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnDestroyed(Instant now)
    {
    }
}
