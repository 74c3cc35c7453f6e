using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Devices;

/// <summary>What a device tells the graph that uses it.</summary>
public interface IDeviceReceiver
{
    /// <summary>A frame arrived; the receiver owns the packet from here.</summary>
    void OnReceive(Packet packet, Instant now);

    /// <summary><see cref="IDevice.CanTransmit"/> was false and is true again.</summary>
    void OnTransmitReady(Instant now);
}
