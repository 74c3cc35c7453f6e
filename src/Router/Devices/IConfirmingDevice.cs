using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Devices;

/// <summary>A device that says at once whether it took a frame.</summary>
public interface IConfirmingDevice : IDevice
{
    /// <summary>Sends a frame, or refuses it.</summary>
    /// <returns>
    /// Whether it took the frame. If not, the packet is still the caller's; it may be taken later where
    /// <see cref="IDevice.CanTransmit"/> became false.
    /// </returns>
    bool TryTransmit(Packet packet, Instant now);
}
