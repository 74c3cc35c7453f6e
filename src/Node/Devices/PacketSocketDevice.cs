using Xia.Internet.Wire;
using Xia.Node.Running;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>A network interface of the host, by a packet socket: sees what the host receives.</summary>
internal sealed class PacketSocketDevice(
    int descriptor, string name, MacAddress macAddress, int mtuBytes, RouterClock clock, PacketPool pool)
    : DescriptorDevice(descriptor, name, macAddress, mtuBytes, clock, pool)
{
    // What the host sends itself is seen as well, and is not for the graph.
    private protected override int Read(Span<byte> frame) =>
        LinuxNetwork.ReceiveFrame(Descriptor, frame, out bool isOwn) is var length && isOwn
            ? 0
            : length;
}
