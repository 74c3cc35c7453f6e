using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>A device whose sent frames are kept as hexadecimal text.</summary>
internal sealed class FakeDevice(string name, MacAddress mac) : ICaptureDevice
{
    public string Name { get; } = name;

    public MacAddress MacAddress { get; } = mac;

    public int MtuBytes => 1500;

    public IDeviceReceiver? Receiver { get; set; }

    public bool CanTransmit { get; set; } = true;

    public List<byte[]> Sent { get; } = [];

    public Action<Packet, Instant>? OnTransmit { get; set; }

    /// <summary>What the graph asked to see.</summary>
    public CaptureSettings? Settings { get; private set; }

    /// <summary>Why it may not; null when it may.</summary>
    public string? Fault { get; init; }

    public void Capture(CaptureSettings settings) =>
        Settings = Fault is null ? settings : throw new IOException(Fault);

    public void Transmit(Packet packet, Instant now)
    {
        if (OnTransmit is not null)
        {
            OnTransmit(packet, now);
            return;
        }

        Sent.Add(packet.Data.ToArray());
        packet.Kill();
    }
}
