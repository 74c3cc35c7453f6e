using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Router.Tests.XiaElements;

/// <summary>One end of a cable; frames wait at the other end until <see cref="Deliver"/>.</summary>
internal sealed class TestDevice(string name) : IDevice
{
    private readonly Queue<Packet> _arriving = new();

    public TestDevice? Peer { get; set; }

    /// <summary>Every frame sent.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Whether <see cref="Sent"/> is kept.</summary>
    public bool KeepsFrames { get; set; } = true;

    public string Name { get; } = name;

    public MacAddress MacAddress => default;

    public int MtuBytes => 1500;

    public IDeviceReceiver? Receiver { get; set; }

    public bool CanTransmit => true;

    public static void Connect(TestDevice left, TestDevice right)
    {
        left.Peer = right;
        right.Peer = left;
    }

    public void Transmit(Packet packet, Instant now)
    {
        if (KeepsFrames)
        {
            Sent.Add(packet.Data.ToArray());
        }

        if (Peer is null)
        {
            packet.Kill();
            return;
        }

        packet.ClearHeaders();
        packet.Annotations = default;
        Peer._arriving.Enqueue(packet);
    }

    /// <summary>Puts a frame of no graph onto the cable towards this device.</summary>
    public void Inject(Packet packet) => _arriving.Enqueue(packet);

    public bool Deliver(Instant now)
    {
        if (!_arriving.TryDequeue(out Packet? packet))
        {
            return false;
        }

        if (Receiver is null)
        {
            packet.Kill();
        }
        else
        {
            Receiver.OnReceive(packet, now);
        }

        return true;
    }
}
