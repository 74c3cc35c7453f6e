using Xia.Internet.Wire;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>A packet is a datagram; a server answers whoever sent last.</summary>
internal sealed class DatagramTransport : SocketTransport, IDatagramReceiver
{
    private readonly IRouterDatagrams _socket;

    /// <summary>Opens the socket.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public DatagramTransport(Socket owner, IRouterSockets sockets)
        : base(owner)
    {
        SocketArguments arguments = owner.Arguments;
        _socket = sockets.OpenDatagrams(
            arguments.IsClient ? arguments.Place : null, arguments.Local, arguments.Options, this);
    }

    /// <inheritdoc/>
    public override int Port => _socket.Port;

    /// <inheritdoc/>
    public override bool CanSend => _socket.HasTarget;

    /// <inheritdoc/>
    public override SendOutcome Send(Packet packet) => Owner.Arguments.FollowsAnnotation
        ? _socket.Send(packet.Data, new IpAddress(packet.Annotations.DestinationIp))
        : _socket.Send(packet.Data);

    /// <inheritdoc/>
    public void OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port)
    {
        SocketArguments arguments = Owner.Arguments;
        if (!arguments.Allows(address))
        {
            if (arguments.IsVerbose)
            {
                Owner.Say($"dropped datagram from {address}:{port}");
            }

            return;
        }

        if (!arguments.IsClient)
        {
            bool wasAlone = !_socket.HasTarget;
            _socket.AimAtSender();
            if (wasAlone)
            {
                Owner.OnRoom();
            }
        }

        int cut = Math.Max(bytes.Length - arguments.SnapLengthBytes, 0);
        Owner.Emit(bytes[..^cut], cut);
    }

    /// <inheritdoc/>
    public override void Dispose() => _socket.Dispose();
}
