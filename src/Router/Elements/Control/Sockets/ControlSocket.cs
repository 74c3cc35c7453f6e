using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Control.Sockets;

/// <summary>Lets other programs read and write handlers over a socket.</summary>
/// <syntax>
/// ControlSocket(TYPE, PORTORFILE, keywords READONLY false, VERBOSE false, LOCALHOST false, RETRIES 0,
/// RETRY_WARNINGS true, PROXY)
/// </syntax>
/// <remarks>
/// TYPE is TCP with a port (<c>41930+</c>: that port or the next free one), UNIX with a file name, or SOCKET
/// with the file descriptor of a connection that the program was started with. READONLY
/// refuses writes, LOCALHOST takes connections from this machine only, VERBOSE prints who comes and goes.
/// Where the socket cannot be opened it is tried again each second, RETRIES times. With PROXY, an element,
/// who asks for <c>E.H</c> gets PROXY's handler of that name. Speaks Click's protocol 1.3:
/// lines <c>READ WRITE READDATA WRITEDATA READUNTIL WRITEUNTIL CHECKREAD CHECKWRITE LLRPC HELP QUIT</c>,
/// answers with three digits. A graph that takes over keeps socket and connections of the one before it when
/// name, TYPE and PORTORFILE are the same.
/// </remarks>
/// <handler name="port" access="r">The TCP port.</handler>
/// <handler name="filename" access="r">The Unix socket's file name.</handler>
public sealed class ControlSocket : Element, IRouterAcceptor
{
    internal const int MaximumConnections = 256;
    private const int PortsTried = 100;
    private static readonly IpAddress ThisHost = new(0x7f000001);
    private static readonly Duration RetryInterval = Duration.FromSeconds(1);

    private readonly List<ControlConnection> _connections = [];
    private string _place = "";
    private string? _path;
    private int? _descriptor;
    private int _port;
    private bool _triesLaterPorts;
    private bool _isReadOnly;
    private bool _isVerbose;
    private bool _onlyLocal;
    private bool _warnsOfRetries;
    private Element? _proxy;
    private int _retries;
    private RouterTimer? _retryTimer;
    private IRouterListener? _listener;

    /// <inheritdoc/>
    public override string ClassName => "ControlSocket";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string type = arguments.Mandatory("TYPE", ArgumentTypes.Word, "TCP").ToUpperInvariant();
        string place = arguments.Mandatory("PORTORFILE", ArgumentTypes.Text, "");
        _isReadOnly = arguments.Keyword("READONLY", ArgumentTypes.Bool, false);
        _isVerbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        _onlyLocal = arguments.Keyword("LOCALHOST", ArgumentTypes.Bool, false);
        _retries = arguments.Keyword("RETRIES", ArgumentTypes.Int32(0), 0);
        _warnsOfRetries = arguments.Keyword("RETRY_WARNINGS", ArgumentTypes.Bool, true);
        _proxy = arguments.Keyword("PROXY", ArgumentTypes.Element(this), null!);
        _place = $"{type} {place}";
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (type == "UNIX")
        {
            _path = place;
        }
        else if (type == "SOCKET")
        {
            if (!ArgumentTypes.Int32(0)(place, out int descriptor, out _))
            {
                arguments.Error("FD: invalid number");
            }

            _descriptor = descriptor;
        }
        else if (type == "TCP")
        {
            _triesLaterPorts = place.EndsWith('+');
            if (!ArgumentTypes.Int32(0, ushort.MaxValue)(place.TrimEnd('+'), out _port, out _))
            {
                arguments.Error("PORTORFILE: bad port");
            }
        }
        else
        {
            arguments.Error("unknown socket type '" + type + "'");
        }
    }

    /// <summary>Whose handlers stand for all others; null for none.</summary>
    internal Element? Proxy => _proxy;

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _retryTimer = new RouterTimer(this, _ => Retry());
        if (TryListen() is not { } error)
        {
            return null;
        }

        if (_retries == 0)
        {
            return error;
        }

        WarnOfRetry(error);
        _retryTimer.ScheduleAfter(RetryInterval);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        if (_descriptor is not null)
        {
            return;
        }

        if (_path is null)
        {
            handlers.Read("port", () => $"{_listener?.Port ?? _port}\n");
        }
        else
        {
            handlers.Read("filename", () => _path + "\n");
        }
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is not ControlSocket before || !CanTakeOver(before))
        {
            return;
        }

        _retryTimer?.Cancel();
        if (before._listener is { } listener)
        {
            _listener?.Dispose();
            _listener = listener;
            _listener.Acceptor = this;
            before._listener = null;
        }

        foreach (ControlConnection connection in before._connections)
        {
            connection.Owner = this;
            _connections.Add(connection);
        }

        before._connections.Clear();

        // What the clients sent meanwhile is for the new graph, once it runs.
        new RouterTimer(this, _ => AdvanceAll()).ScheduleAt(Now);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _retryTimer?.Cancel();
        _listener?.Dispose();
        _listener = null;
        foreach (ControlConnection connection in _connections.ToArray())
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    IConnectionReceiver IRouterAcceptor.OnConnected(IRouterConnection connection)
    {
        var opened = new ControlConnection(this, connection);
        if (_connections.Count == MaximumConnections)
        {
            opened.Refuse("500 Too many connections\r\n");
            return opened;
        }

        _connections.Add(opened);
        Say("opened connection");
        opened.Greet();
        return opened;
    }

    /// <summary>Whether another graph is about to take over.</summary>
    internal bool IsReplacing => Environment.Replacer?.IsReplacing ?? false;

    /// <summary>Whether writes are refused.</summary>
    internal bool IsReadOnly => _isReadOnly;

    /// <summary>A connection ended.</summary>
    internal void Forget(ControlConnection connection)
    {
        if (_connections.Remove(connection))
        {
            Say("closed connection");
        }
    }

    private void AdvanceAll()
    {
        foreach (ControlConnection connection in _connections.ToArray())
        {
            connection.Advance();
        }
    }

    private void Say(string what)
    {
        if (_isVerbose)
        {
            Environment.Console?.WriteMessage($"{this}: {what}");
        }
    }

    private string? TryListen()
    {
        if (Environment.Sockets is not { } sockets)
        {
            return "no sockets here";
        }

        // A graph that takes over gets the socket of the one before it.
        if (Router.Replaced?.Find<ControlSocket>(Name) is { } before && CanTakeOver(before))
        {
            return null;
        }

        if (_descriptor is { } descriptor)
        {
            return TryAdopt(sockets, descriptor);
        }

        string error = "";
        for (int offset = 0; offset < (_triesLaterPorts ? PortsTried : 1); offset++)
        {
            try
            {
                IpAddress address = _onlyLocal ? ThisHost : IpAddress.Any;
                _listener = sockets.Listen(
                    new SocketPlace(_path, address, _port + offset), SocketOptions.None, this);
                return null;
            }
            catch (IOException wrong)
            {
                error = wrong.Message;
            }
        }

        return error;
    }

    private bool CanTakeOver(ControlSocket before) =>
        before._place == _place && (before._listener is not null || _descriptor is not null);

    private string? TryAdopt(IRouterSockets sockets, int descriptor)
    {
        try
        {
            sockets.Adopt(descriptor, this);
            return null;
        }
        catch (IOException wrong)
        {
            return wrong.Message;
        }
    }

    private void Retry()
    {
        if (TryListen() is not { } error)
        {
            return;
        }

        _retries--;
        if (_retries > 0)
        {
            WarnOfRetry(error);
            _retryTimer!.ScheduleAfter(RetryInterval);
            return;
        }

        Environment.Console?.WriteMessage($"{this}: {error}, giving up");
        Router.RequestStop();
    }

    private void WarnOfRetry(string error)
    {
        if (_warnsOfRetries)
        {
            Router.Warn(this, $"{error} ({_retries} {(_retries == 1 ? "try" : "tries")} left)");
        }
    }
}
