using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>Carries packets over a UDP socket of the host.</summary>
/// <syntax>
/// Socket(UDP, IP, PORT[, LOCALIP, LOCALPORT, keywords CLIENT, SNAPLEN 2048, TIMESTAMP true])
/// </syntax>
/// <remarks>
/// Packets do not pass through: what comes in is sent, what the socket receives goes out. A client (the
/// default without an output, or with LOCALIP) sends to IP and PORT, or to the destination annotation where
/// IP is 0.0.0.0; a server is bound to IP and PORT and sends to whoever sent last. What is longer than
/// SNAPLEN bytes is cut.
/// </remarks>
/// <handler name="local_port" access="r">The port to which the socket is bound.</handler>
/// <handler name="count" access="r">Datagrams received so far.</handler>
/// <handler name="drops" access="r">Packets that could not be sent.</handler>
public sealed class Socket : Element, IDatagramReceiver
{
    private const int DefaultSnapLengthBytes = 2048;
    private const int LongestDatagramBytes = 65_507;

    private IpAddress _address;
    private int _port;
    private IpAddress _localAddress;
    private int _localPort;
    private bool _isClient;
    private bool _stamps;
    private int _snapLengthBytes;
    private IRouterDatagrams? _socket;
    private RouterTask? _task;
    private TaskSignal? _signal;
    private long _count;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "Socket";

    /// <inheritdoc/>
    public override string PortCounts => "0-1/0-1";

    /// <inheritdoc/>
    public override string Processing => "a/h";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string type = arguments.Mandatory("TYPE", ArgumentTypes.Word, "UDP").ToUpperInvariant();
        _address = arguments.Mandatory("ADDR", ArgumentTypes.IpAddress(this));
        _port = arguments.Mandatory("PORT", ArgumentTypes.Int32(0, ushort.MaxValue));
        bool hasLocal = arguments.HasKeyword("LOCAL_ADDR");
        int left = arguments.Count;
        _localAddress = arguments.Positional("LOCAL_ADDR", ArgumentTypes.IpAddress(this));
        hasLocal |= arguments.Count < left;
        _localPort = arguments.Positional("LOCAL_PORT", ArgumentTypes.Int32(0, ushort.MaxValue));
        _isClient = arguments.Keyword("CLIENT", ArgumentTypes.Bool, OutputCount == 0 || hasLocal);
        _snapLengthBytes = arguments.Keyword(
            "SNAPLEN", ArgumentTypes.Int32(1, LongestDatagramBytes), DefaultSnapLengthBytes);
        _stamps = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        if (type != "UDP")
        {
            arguments.Error($"unknown socket type '{type}'");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Environment.Sockets is not { } sockets)
        {
            return "no sockets here";
        }

        try
        {
            _socket = _isClient
                ? sockets.OpenDatagrams(_localAddress, _localPort, this)
                : sockets.OpenDatagrams(_address, _port, this);
        }
        catch (IOException wrong)
        {
            return $"bind: {wrong.Message}";
        }

        if (!_isClient)
        {
            // Until somebody sent, there is nobody to send to.
            _port = 0;
        }

        if (InputCount > 0 && Input(0).IsPull)
        {
            _task = new RouterTask(this, SendOne);
            _signal = TaskSignal.Upstream(this, 0, _task);
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("local_port", () => $"{_socket?.Port ?? 0}\n");
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("drops", () => $"{_drops}\n");
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        IpAddress target = _isClient && _address == IpAddress.Any
            ? new IpAddress(packet.Annotations.DestinationIp)
            : _address;
        if (_port == 0 || _socket is null || !_socket.Send(packet.Data, target, _port))
        {
            _drops++;
        }

        packet.Kill();
    }

    /// <inheritdoc/>
    void IDatagramReceiver.OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port)
    {
        _count++;
        if (!_isClient)
        {
            (_address, _port) = (address, port);
        }

        if (OutputCount == 0)
        {
            return;
        }

        RunEntry entry = Router.Enter(Now);
        Packet packet = Pool.Take(bytes[..Math.Min(bytes.Length, _snapLengthBytes)]);
        if (_stamps)
        {
            packet.Annotations.Timestamp = Now;
        }

        Output(0).Push(packet);
        Router.Leave(entry);
    }

    private bool SendOne()
    {
        Packet? packet = Input(0).Pull();
        if (packet is not null)
        {
            Push(0, packet);
        }

        if (packet is not null || _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return packet is not null;
    }
}
