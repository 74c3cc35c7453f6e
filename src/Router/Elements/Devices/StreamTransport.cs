using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>Packets are parts of a connection; a server has one at a time, and others wait.</summary>
internal sealed class StreamTransport : SocketTransport, IRouterAcceptor, IConnectionReceiver
{
    private readonly IRouterListener? _listener;
    private IRouterConnection? _connection;

    /// <summary>Connects, or waits for connections.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public StreamTransport(Socket owner, IRouterSockets sockets)
        : base(owner)
    {
        SocketArguments arguments = owner.Arguments;
        if (arguments.IsClient)
        {
            sockets.Connect(arguments.Place, arguments.Local, arguments.Options, this);
        }
        else
        {
            _listener = sockets.Listen(arguments.Place, arguments.Options, this);
        }
    }

    /// <inheritdoc/>
    public override int Port => _listener?.Port ?? 0;

    /// <inheritdoc/>
    public override bool CanSend => _connection is { IsFull: false };

    /// <inheritdoc/>
    public override SendOutcome Send(Packet packet) =>
        _connection is not { } connection ? SendOutcome.Refused
        : connection.IsFull ? SendOutcome.Busy
        : connection.Send(packet.Data) ? SendOutcome.Sent
        : SendOutcome.Refused;

    /// <inheritdoc/>
    public IConnectionReceiver OnConnected(IRouterConnection connection)
    {
        bool isAllowed = Owner.Arguments.Allows(connection.Remote?.Address ?? default);
        Tell($"{(isAllowed ? "opened" : "denied")} connection", connection);
        if (!isAllowed)
        {
            connection.Close();
            return this;
        }

        _connection = connection;
        if (_listener is not null)
        {
            _listener.IsPaused = true;
        }

        Owner.OnRoom();
        return this;
    }

    /// <inheritdoc/>
    public void OnReceived(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, Owner.Arguments.SnapLengthBytes);
            Owner.Emit(bytes[..length], cutBytes: 0);
            bytes = bytes[length..];
        }
    }

    /// <inheritdoc/>
    public void OnRoom() => Owner.OnRoom();

    /// <inheritdoc/>
    public void OnClosed()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        Tell("closed connection", connection);
        _connection = null;
        if (_listener is not null)
        {
            _listener.IsPaused = false;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection?.Close();
        _connection = null;
        _listener?.Dispose();
    }

    private void Tell(string what, IRouterConnection connection)
    {
        if (Owner.Arguments.IsVerbose)
        {
            string way = Owner.Arguments.IsClient ? "to" : "from";
            Owner.Say(connection.Remote is { } remote ? $"{what} {way} {remote}" : what);
        }
    }
}
