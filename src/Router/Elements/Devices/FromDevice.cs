using System.Buffers.Binary;
using Xia.Router.Captures;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Devices;

/// <summary>Pushes the frames that a device receives into the graph, stamped with the time.</summary>
/// <syntax>
/// FromDevice(DEVNAME[, PROMISC false, SNAPLEN 65536, keywords SNIFFER true, FORCE_IP false, METHOD LINUX,
/// CAPTURE, PROTOCOL 0, OUTBOUND false, HEADROOM 64, BURST 32, TIMESTAMP true, ALLOW_NONEXISTENT false])
/// </syntax>
/// <remarks>
/// One per device. PROMISC also takes frames to other stations, OUTBOUND also those that the host sends;
/// FORCE_IP only IP packets, with their headers marked, and PROTOCOL, if not 0, only frames of that type.
/// SNAPLEN cuts what is longer, which the extra length annotation tells. BURST frames at most are read in a
/// row, each with HEADROOM bytes before it. The packet type annotation says how a frame of a host's interface
/// was addressed. Emulated devices give all frames of their link, one by one: PROMISC, OUTBOUND, HEADROOM and
/// BURST have no effect on them. METHOD (<c>LINUX</c>, <c>PCAP</c>; also called CAPTURE) has no effect. The
/// host gets the frames too: SNIFFER false only gives a warning.
/// </remarks>
/// <handler name="count" access="r">Frames received.</handler>
/// <handler name="byte_count" access="r">Bytes received.</handler>
/// <handler name="drops" access="r">Frames that FORCE_IP or PROTOCOL left out.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
public sealed class FromDevice : Element
{
    private const int LongestFrameBytes = 1 << 16;
    private const int DefaultBurst = 32;
    private const int TypeOffset = 12;
    private const int HeaderBytes = 14;

    private string _deviceName = "";
    private bool _allowNonexistent;
    private CaptureSettings? _settings;
    private int _snapBytes;
    private bool _forceIp;
    private int _protocol;
    private bool _hasTimestamp;
    private long _count;
    private long _byteCount;
    private long _drops;

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
        bool isPromiscuous = arguments.Positional("PROMISC", ArgumentTypes.Bool, false);
        _snapBytes = arguments.Positional("SNAPLEN", ArgumentTypes.Int32(HeaderBytes), LongestFrameBytes);
        bool isSniffer = arguments.Keyword("SNIFFER", ArgumentTypes.Bool, true);
        _forceIp = arguments.Keyword("FORCE_IP", ArgumentTypes.Bool, false);
        string method = arguments.Keyword("METHOD", ArgumentTypes.Word, "LINUX");
        method = arguments.Keyword("CAPTURE", ArgumentTypes.Word, method);
        _protocol = arguments.Keyword("PROTOCOL", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        bool hasOutbound = arguments.Keyword("OUTBOUND", ArgumentTypes.Bool, false);
        int headroomBytes = arguments.Keyword(
            "HEADROOM", ArgumentTypes.Int32(0, PacketPool.MaximumBufferBytes - LongestFrameBytes),
            PacketPool.DefaultHeadroomBytes);
        int burst = arguments.Keyword("BURST", ArgumentTypes.Int32(1), DefaultBurst);
        _hasTimestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _allowNonexistent = arguments.Keyword("ALLOW_NONEXISTENT", ArgumentTypes.Bool, false);
        _settings = new CaptureSettings(isPromiscuous, hasOutbound, burst, headroomBytes);
        if (method is not ("LINUX" or "PCAP"))
        {
            arguments.Error("bad METHOD");
        }

        if (!isSniffer)
        {
            arguments.Warning("warning: SNIFFER false has no effect: the host gets the frames too");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Router.DevicePorts.Open(_deviceName, out string? fault) is not { } port)
        {
            return fault ?? (_allowNonexistent ? null : $"{_deviceName}: no such device");
        }

        if (!port.TrySetReceiver(this))
        {
            return $"duplicate FromDevice for '{_deviceName}'";
        }

        try
        {
            (port.Device as ICaptureDevice)?.Capture(_settings!);
            return null;
        }
        catch (IOException wrong)
        {
            return wrong.Message;
        }
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

    /// <summary>Takes a frame from the device.</summary>
    public override void Push(int port, Packet packet)
    {
        if ((_protocol != 0 && TypeOf(packet.Data) != _protocol)
            || (_forceIp && !LinkLayer.TryMarkIp(packet, LinkType.Ethernet)))
        {
            _drops++;
            packet.Kill();
            return;
        }

        _count++;
        _byteCount += packet.LengthBytes;
        if (packet.LengthBytes > _snapBytes)
        {
            packet.Annotations.ExtraLengthBytes += (uint)(packet.LengthBytes - _snapBytes);
            packet.Take(packet.LengthBytes - _snapBytes);
        }

        if (!_hasTimestamp)
        {
            packet.Annotations.Timestamp = default;
        }

        Output(0).Push(packet);
    }

    private static int TypeOf(ReadOnlySpan<byte> frame) =>
        frame.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]);
}
