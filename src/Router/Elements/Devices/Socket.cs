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
/// Socket(TYPE, ADDR, PORT[, LOCAL_ADDR 0.0.0.0, LOCAL_PORT 0, keywords CLIENT, SNAPLEN 2048,
/// TIMESTAMP true])
/// </syntax>
/// <remarks>
/// TYPE is UDP. Packets do not pass through: what comes in is sent, what the socket receives goes out. A
/// client (CLIENT true, the default without an output, or with LOCAL_ADDR) is bound to LOCAL_ADDR and
/// LOCAL_PORT (0: a free one) and sends to ADDR and PORT, or to the destination annotation where ADDR is
/// 0.0.0.0; a server is bound to ADDR and PORT and sends to whoever sent last. What is longer than SNAPLEN
/// bytes is cut. A graph that takes over keeps the socket of the one before it when the name and what it is
/// bound to are the same.
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
    private IpAddress _boundAddress;
    private int _boundPort;
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
        _boundAddress = arguments.Positional("LOCAL_ADDR", ArgumentTypes.IpAddress(this));
        hasLocal |= arguments.Count < left;
        _boundPort = arguments.Positional("LOCAL_PORT", ArgumentTypes.Int32(0, ushort.MaxValue));
        _isClient = arguments.Keyword("CLIENT", ArgumentTypes.Bool, OutputCount == 0 || hasLocal);
        _snapLengthBytes = arguments.Keyword(
            "SNAPLEN", ArgumentTypes.Int32(1, LongestDatagramBytes), DefaultSnapLengthBytes);
        _stamps = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        if (type != "UDP")
        {
            arguments.Error($"unknown socket type '{type}'");
        }

        if (!_isClient)
        {
            (_boundAddress, _boundPort) = (_address, _port);
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Environment.Sockets is not { } sockets)
        {
            return "no sockets here";
        }

        if (!CanTakeSocketOf(Router.Replaced?.Find<Socket>(Name)))
        {
            try
            {
                _socket = sockets.OpenDatagrams(
                    _isClient ? new SocketPlace(null, _address, _port) : null,
                    new SocketPlace(null, _boundAddress, _boundPort),
                    SocketOptions.None,
                    this);
            }
            catch (IOException wrong)
            {
                return wrong.Message;
            }
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
    public override void TakeState(Element old)
    {
        if (old is not Socket before || !CanTakeSocketOf(before))
        {
            return;
        }

        _socket?.Dispose();
        _socket = before._socket!;
        _socket.Receiver = this;
        before._socket = null;
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
        SendOutcome outcome = _socket is not { } socket ? SendOutcome.Refused
            : _isClient && _address == IpAddress.Any
                ? socket.Send(packet.Data, new IpAddress(packet.Annotations.DestinationIp))
                : socket.Send(packet.Data);
        _drops += outcome == SendOutcome.Sent ? 0 : 1;
        packet.Kill();
    }

    /// <inheritdoc/>
    void IDatagramReceiver.OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port)
    {
        _count++;
        if (!_isClient)
        {
            _socket!.AimAtSender();
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

    private bool CanTakeSocketOf(Socket? before) =>
        before is { _socket: not null }
        && before._isClient == _isClient
        && (!_isClient || (before._address == _address && before._port == _port))
        && before._boundAddress == _boundAddress
        && before._boundPort == _boundPort;

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
