using Xia.Internet.Wire;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Devices;

/// <summary>Exchanges Ethernet frames with the host's kernel over a virtual interface.</summary>
/// <syntax>KernelTap(ADDR/MASK, keywords ETHER, MTU 1500, DEVNAME)</syntax>
/// <remarks>
/// The kernel's side has address ADDR and hardware address ETHER; frames to it must bear that address.
/// DEVNAME names the interface, else the kernel does. Output: what the kernel sends. Needs the right to
/// administer the network (CAP_NET_ADMIN), without which the graph is configured but not initialized.
/// </remarks>
/// <handler name="dev_name" access="r">The interface's name.</handler>
/// <handler name="count" access="r">Frames from the kernel so far.</handler>
/// <handler name="drops" access="r">Frames that the kernel refused.</handler>
public sealed class KernelTap : Element, IFrameReceiver
{
    private const int DefaultMtuBytes = 1500;
    private const int MinimumMtuBytes = 68;

    private readonly FrameSender _sender;
    private TapSettings? _settings;
    private IDevice? _device;
    private long _count;

    /// <summary>An element without an interface yet.</summary>
    public KernelTap() => _sender = new FrameSender(this);

    /// <inheritdoc/>
    public override string ClassName => "KernelTap";

    /// <inheritdoc/>
    public override string PortCounts => "0-1/0-1";

    /// <inheritdoc/>
    public override string Processing => "a/h";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        (IpAddress address, uint mask) = arguments.Mandatory("ADDR", ArgumentTypes.IpNetwork(this));
        string mac = arguments.Keyword("ETHER", ArgumentTypes.Raw, "");
        int mtuBytes = arguments.Keyword(
            "MTU", ArgumentTypes.Int32(MinimumMtuBytes, ushort.MaxValue), DefaultMtuBytes);
        string name = arguments.Keyword("DEVNAME", ArgumentTypes.Word, "");
        MacAddress own = default;
        if (mac.Length > 0 && !ArgumentTypes.MacAddress(this)(mac, out own, out string? error))
        {
            arguments.Error($"ETHER: {error ?? "parse error"}");
        }

        _settings = new TapSettings(name, address, mask, mac.Length > 0 ? own : null, mtuBytes);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Environment.Taps is not { } taps)
        {
            return "no virtual interfaces here";
        }

        try
        {
            _device = taps.Open(_settings!);
        }
        catch (IOException wrong)
        {
            return wrong.Message;
        }

        DevicePort port = Router.DevicePorts.Use(_device);
        if (OutputCount > 0 && !port.TrySetReceiver(this))
        {
            return $"duplicate reader of '{_device.Name}'";
        }

        _sender.Start(port, burst: 1);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("dev_name", () => $"{_device?.Name}\n");
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("drops", () => $"{_sender.Drops}\n");
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is KernelTap before)
        {
            _sender.TakeWaiting(before._sender);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup() => _sender.Stop();

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => _sender.Send(packet);

    void IFrameReceiver.OnFrame(Packet packet)
    {
        _count++;
        Output(0).Push(packet);
    }
}
