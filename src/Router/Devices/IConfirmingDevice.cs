using Xia.Kernel.Time;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Devices;

/// <summary>A device that says at once whether it took a frame.</summary>
public interface IConfirmingDevice : IDevice
{
    /// <summary>Sends a frame, or refuses it.</summary>
    /// <returns>
    /// What became of it. Unless it was sent, the packet is still the caller's. When the device is busy,
    /// <see cref="IDevice.CanTransmit"/> became false; it may be true again by now, if another thread found
    /// room meanwhile.
    /// </returns>
    SendOutcome Send(Packet packet, Instant now);
}
