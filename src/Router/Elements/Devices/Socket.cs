using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>Carries packets over a socket of the host, to another program and back.</summary>
/// <syntax>
/// Socket(TYPE, ADDR, PORT[, LOCAL_ADDR, LOCAL_PORT, keywords CLIENT, SNAPLEN 2048, TIMESTAMP true,
/// HEADROOM 64, NODELAY true, SNDBUF, RCVBUF, ALLOW, DENY, VERBOSE false])
/// </syntax>
/// <remarks>
/// TYPE is TCP or UDP, or UNIX or UNIX_DGRAM with FILENAME[, LOCAL_FILENAME] in the places of addresses and
/// ports. Packets do not pass through: what comes in is sent, what the socket receives goes out. A client
/// (CLIENT true, the default without an output or with LOCAL_ADDR or LOCAL_FILENAME) is bound to the local
/// place, connects when the graph is initialized (five seconds at most) and sends there; a UDP client with
/// ADDR 0.0.0.0 sends to the destination annotation. A server is at the place itself: TCP and UNIX serve one
/// connection at a time, UDP and UNIX_DGRAM send to whoever sent last, and hosts that the route table DENY
/// holds and ALLOW does not are turned away. TCP and UNIX keep no bounds between packets. SNAPLEN cuts
/// datagrams, which the extra length annotation tells, and divides what a connection brings. NODELAY sends
/// little at once (TCP). SNDBUF and RCVBUF are the system's buffers in bytes. VERBOSE says who comes and
/// goes. What is pushed while nobody is there or there is no room is dropped; a pulled packet waits. A graph
/// that takes over keeps the socket and its connection if name, TYPE and places are the same.
/// </remarks>
/// <handler name="local_port" access="r">The port to which it is bound; 0 if it is none.</handler>
/// <handler name="count" access="r">Packets received so far.</handler>
/// <handler name="drops" access="r">Packets that could not be sent.</handler>
public sealed class Socket : Element
{
    private static readonly Duration RetryInterval = Duration.FromMilliseconds(1);

    private SocketTransport? _transport;
    private RouterTask? _task;
    private RouterTimer? _retry;
    private TaskSignal? _signal;
    private Packet? _waiting;
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

    /// <summary>What it was configured to be.</summary>
    internal SocketArguments Arguments { get; private set; } = null!;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        Arguments = new SocketArguments(this, arguments);

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Environment.Sockets is not { } sockets)
        {
            return "no sockets here";
        }

        if (InputCount > 0 && Input(0).IsPull)
        {
            _task = new RouterTask(this, SendOne);
            _signal = TaskSignal.Upstream(this, 0, _task);
            _retry = new RouterTimer(this, _ => _task.Schedule());
            _task.Schedule();
        }

        if (!CanTakeSocketOf(Router.Replaced?.Find<Socket>(Name)))
        {
            try
            {
                _transport = Arguments.IsStream
                    ? new StreamTransport(this, sockets)
                    : new DatagramTransport(this, sockets);
            }
            catch (IOException wrong)
            {
                return wrong.Message;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("local_port", () => $"{_transport?.Port ?? 0}\n");
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

        _transport?.Dispose();
        _transport = before._transport!;
        _transport.Owner = this;
        before._transport = null;
        if (_task is not null)
        {
            // What was pulled and not sent yet goes first.
            (_waiting, before._waiting) = (before._waiting, null);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _retry?.Cancel();
        _transport?.Dispose();
        _transport = null;
        if (_waiting is { } packet)
        {
            _waiting = null;
            Drop(packet);
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_transport?.Send(packet) == SendOutcome.Sent)
        {
            packet.Kill();
        }
        else
        {
            Drop(packet);
        }
    }

    /// <summary>Something arrived, without what was cut off it.</summary>
    internal void Emit(ReadOnlySpan<byte> bytes, int cutBytes)
    {
        _count++;
        if (OutputCount == 0)
        {
            return;
        }

        RunEntry entry = Router.Enter(Now);
        Packet packet = Pool.Take(bytes, Arguments.HeadroomBytes);
        packet.Annotations.ExtraLengthBytes = (uint)cutBytes;
        if (Arguments.HasTimestamp)
        {
            packet.Annotations.Timestamp = Now;
        }

        Output(0).Push(packet);
        Router.Leave(entry);
    }

    /// <summary>Somebody is there now, or has room again.</summary>
    internal void OnRoom()
    {
        RunEntry entry = Router.Enter(Now);
        _task?.Schedule();
        Router.Leave(entry);
    }

    /// <summary>Says something on the console.</summary>
    internal void Say(string what) => Environment.Console?.WriteMessage($"{this}: {what}");

    private bool CanTakeSocketOf(Socket? before) =>
        before is { _transport: not null } && before.Arguments.FitsSocketOf(Arguments);

    private void Drop(Packet packet)
    {
        _drops++;
        packet.Kill();
    }

    private bool SendOne()
    {
        if (_transport is not { CanSend: true } transport)
        {
            // Whoever comes or has room again wakes the task.
            return false;
        }

        Packet? packet = _waiting ?? Input(0).Pull();
        _waiting = null;
        if (packet is not null)
        {
            switch (transport.Send(packet))
            {
                case SendOutcome.Sent:
                    packet.Kill();
                    break;
                case SendOutcome.Refused:
                    Drop(packet);
                    break;
                default:
                    _waiting = packet;
                    _retry!.ScheduleAfter(RetryInterval);
                    return false;
            }
        }

        if (packet is not null || _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return packet is not null;
    }
}
