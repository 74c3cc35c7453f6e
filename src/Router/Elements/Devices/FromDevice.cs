using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Devices;

/// <summary>Pushes the frames that a device receives into the graph, stamped with the time.</summary>
/// <syntax>FromDevice(DEVNAME[, keywords ALLOW_NONEXISTENT false])</syntax>
/// <remarks>
/// One per device.
/// </remarks>
/// <handler name="count" access="r">Frames received.</handler>
/// <handler name="byte_count" access="r">Bytes received.</handler>
/// <handler name="reset_counts" access="w">Sets both to 0.</handler>
public sealed class FromDevice : Element
{
    private string _deviceName = "";
    private bool _allowNonexistent;
    private long _count;
    private long _byteCount;

    /// <inheritdoc/>
    public override string ClassName => "FromDevice";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override string Processing => "/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _deviceName = arguments.Mandatory("DEVNAME", ArgumentTypes.Word, "");
        _allowNonexistent = arguments.Keyword("ALLOW_NONEXISTENT", ArgumentTypes.Bool, false);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Router.DevicePorts.Open(_deviceName, out string? fault) is not { } port)
        {
            return fault ?? (_allowNonexistent ? null : $"{_deviceName}: no such device");
        }

        return port.TrySetReceiver(this) ? null : $"duplicate FromDevice for '{_deviceName}'";
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("byte_count", () => $"{_byteCount}\n");
        handlers.Write("reset_counts", _ =>
        {
            _count = _byteCount = 0;
            return null;
        });
    }

    /// <summary>Takes a frame from the device.</summary>
    public override void Push(int port, Packet packet)
    {
        _count++;
        _byteCount += packet.LengthBytes;
        Output(0).Push(packet);
    }
}
