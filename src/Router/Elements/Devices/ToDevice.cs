using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Devices;

/// <summary>Sends frames out of a device.</summary>
/// <syntax>
/// ToDevice(DEVNAME[, keywords BURST 8, METHOD LINUX, DEBUG false, ALLOW_NONEXISTENT false])
/// </syntax>
/// <remarks>
/// Pushed frames go to the device at once, which may refuse them: too long, the interface down, its queue
/// full. With a pull input it pulls while the device takes frames, BURST at a time, and one for which there
/// is no room waits. Without the device it discards, if ALLOW_NONEXISTENT says that it may. METHOD
/// (<c>LINUX</c>, <c>PCAP</c>) and DEBUG have no effect.
/// </remarks>
/// <handler name="count" access="r">Frames sent.</handler>
/// <handler name="byte_count" access="r">Bytes sent.</handler>
/// <handler name="drops" access="r">Frames that the device refused, or all without one.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
public sealed class ToDevice : Element
{
    private const int DefaultBurst = 8;

    private readonly FrameSender _sender;
    private string _deviceName = "";
    private bool _allowNonexistent;
    private int _burst;

    /// <summary>An element without a device yet.</summary>
    public ToDevice() => _sender = new FrameSender(this);

    /// <inheritdoc/>
    public override string ClassName => "ToDevice";

    /// <inheritdoc/>
    public override string PortCounts => "1/0";

    /// <inheritdoc/>
    public override string Processing => "a/";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _deviceName = arguments.Mandatory("DEVNAME", ArgumentTypes.Word, "");
        _allowNonexistent = arguments.Keyword("ALLOW_NONEXISTENT", ArgumentTypes.Bool, false);
        _burst = arguments.Keyword("BURST", ArgumentTypes.Int32(1), DefaultBurst);
        string method = arguments.Keyword("METHOD", ArgumentTypes.Word, "LINUX");
        _ = arguments.Keyword("DEBUG", ArgumentTypes.Bool, false);
        if (method is not ("LINUX" or "PCAP"))
        {
            arguments.Error("bad METHOD");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        DevicePort? port = Router.DevicePorts.Open(_deviceName, out string? fault);
        if (port is null && (fault is not null || !_allowNonexistent))
        {
            return fault ?? $"{_deviceName}: no such device";
        }

        _sender.Start(port, _burst);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_sender.Count}\n");
        handlers.Read("byte_count", () => $"{_sender.ByteCount}\n");
        handlers.Read("drops", () => $"{_sender.Drops}\n");
        handlers.Write("reset_counts", _ =>
        {
            _sender.ResetCounts();
            return null;
        });
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is ToDevice before)
        {
            _sender.TakeWaiting(before._sender);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup() => _sender.Stop();

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => _sender.Send(packet);
}
