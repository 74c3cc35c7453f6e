using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Devices;

/// <summary>Sends frames out of a device.</summary>
/// <syntax>
/// ToDevice(DEVNAME[, keywords BURST 8, METHOD LINUX, DEBUG false, ALLOW_NONEXISTENT false])
/// </syntax>
/// <remarks>
/// Pushed frames go to the device at once, whose own queue drops what is too much; with a pull input it pulls
/// while the device takes frames, BURST at a time. Without the device it discards, if ALLOW_NONEXISTENT says
/// that it may. METHOD (<c>LINUX</c>, <c>PCAP</c>) and DEBUG have no effect.
/// </remarks>
/// <handler name="count" access="r">Frames sent.</handler>
/// <handler name="byte_count" access="r">Bytes sent.</handler>
/// <handler name="drops" access="r">Frames that the device did not take.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
public sealed class ToDevice : Element
{
    private const int DefaultBurst = 8;

    private string _deviceName = "";
    private bool _allowNonexistent;
    private int _burst;
    private IDevice? _device;
    private RouterTask? _task;
    private TaskSignal? _signal;
    private long _count;
    private long _byteCount;
    private long _drops;

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

        _device = port?.Device;
        if (Input(0).IsPull)
        {
            _task = new RouterTask(this, SendBurst);
            _signal = TaskSignal.Upstream(this, 0, _task);
            port?.AddTransmitter(_task);
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("byte_count", () => $"{_byteCount}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Write("reset_counts", _ =>
        {
            _count = _byteCount = _drops = 0;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_device is not { } device)
        {
            _drops++;
            packet.Kill();
            return;
        }

        _count++;
        _byteCount += packet.LengthBytes;
        device.Transmit(packet, Now);
    }

    private bool SendBurst()
    {
        int sent = 0;
        while (sent < _burst)
        {
            if (_device is { CanTransmit: false })
            {
                // The device wakes the task when it takes frames again.
                return sent > 0;
            }

            if (Input(0).Pull() is not { } packet)
            {
                break;
            }

            sent++;
            Push(0, packet);
        }

        if (_signal!.IsActive)
        {
            _task!.Schedule();
        }

        return sent > 0;
    }
}
