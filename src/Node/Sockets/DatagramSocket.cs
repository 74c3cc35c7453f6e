using System.Net;
using System.Net.Sockets;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A UDP socket of the system.</summary>
internal sealed class DatagramSocket(Poller poller, Socket socket, IDatagramReceiver receiver)
    : IRouterDatagrams, IPolled
{
    private const int LongestBytes = 1 << 16;
    private const int DatagramsPerTurn = 32;

    private readonly byte[] _bytes = new byte[LongestBytes];

    /// <inheritdoc/>
    public int Port { get; } = ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public int Descriptor => (int)socket.Handle;

    /// <inheritdoc/>
    public bool WantsToWrite => false;

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> bytes, IpAddress address, int port)
    {
        try
        {
            return socket.SendTo(bytes, SocketFlags.None, Place(address, port)) == bytes.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        for (int count = 0; count < DatagramsPerTurn && socket.Available > 0; count++)
        {
            try
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int length = socket.ReceiveFrom(_bytes, ref from);
                var sender = (IPEndPoint)from;
                receiver.OnDatagram(
                    _bytes.AsSpan(0, length), IpAddress.Read(sender.Address.GetAddressBytes()), sender.Port);
            }
            catch (SocketException)
            {
                // An earlier datagram was answered by an ICMP error; the next one may fare better.
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        poller.Remove(this);
        socket.Dispose();
    }

    /// <summary>An address as the system takes it.</summary>
    internal static IPEndPoint Place(IpAddress address, int port)
    {
        byte[] bytes = new byte[IpAddress.LengthBytes];
        address.Write(bytes);
        return new IPEndPoint(new IPAddress(bytes), port);
    }
}
