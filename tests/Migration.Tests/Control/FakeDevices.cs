using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Control;

/// <summary>Device state that is nothing but bytes.</summary>
internal sealed class FakeDevices : IDeviceStateSource
{
    public byte[] State { get; set; } = [];

    public bool IsUnreadable { get; set; }

    public List<string> Events { get; } = [];

    public void Export(ref MessagePackWriter writer, Instant now) => writer.Write(State);

    public void Import(ref MessagePackReader reader, Instant now)
    {
        if (IsUnreadable)
        {
            throw new MessagePackSerializationException("not mine");
        }

        State = reader.ReadBytes().ToArray();
    }

    public void OnFrozen(Instant now) => Events.Add("frozen");

    public void OnResumed(Instant now) => Events.Add("resumed");

    public void OnDestroyed(Instant now) => Events.Add("destroyed");
}
