using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Devices;

/// <summary>
/// A port of a node to a link: an emulated link end, a TAP, UDP or a capture. Carries whole Ethernet frames.
/// </summary>
/// <remarks>Frames carry neither padding nor frame check sequence.</remarks>
public interface IDevice
{
    /// <summary>Its name on this node, such as <c>eth0</c>.</summary>
    string Name { get; }

    /// <summary>Its hardware address.</summary>
    MacAddress MacAddress { get; }

    /// <summary>The longest frame's payload, without the Ethernet header.</summary>
    int MtuBytes { get; }

    /// <summary>
    /// Who gets what arrives; the graph sets it. Frames that arrive while it is null are lost.
    /// </summary>
    IDeviceReceiver? Receiver { get; set; }

    /// <summary>
    /// Whether a frame would be taken now; when false, one that is sent all the same may be dropped.
    /// </summary>
    bool CanTransmit { get; }

    /// <summary>Sends a frame; the device owns the packet from here.</summary>
    void Transmit(Packet packet, Instant now);
}
