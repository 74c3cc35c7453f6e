using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>A network interface of the host, by a packet socket: sees what the host receives.</summary>
internal sealed class PacketSocketDevice(int descriptor, DeviceIdentity identity, DeviceSite site)
    : DescriptorDevice(descriptor, identity, site), ICaptureDevice
{
    private bool _isPromiscuous;
    private bool _hasOutbound;

    /// <inheritdoc/>
    public void Capture(CaptureSettings settings)
    {
        if (settings.IsPromiscuous != _isPromiscuous)
        {
            LinuxNetwork.SetPromiscuous(Descriptor, Identity, settings.IsPromiscuous);
            _isPromiscuous = settings.IsPromiscuous;
        }

        _hasOutbound = settings.HasOutbound;
        BurstFrames = settings.BurstFrames;
        HeadroomBytes = settings.HeadroomBytes;
    }

    // What the host sends itself is seen as well, and is for the graph only if it asked.
    private protected override int Read(Span<byte> frame, out PacketKind kind) =>
        LinuxNetwork.ReceiveFrame(Descriptor, frame, out kind) is var length
            && kind == PacketKind.Outgoing && !_hasOutbound
            ? 0
            : length;
}
