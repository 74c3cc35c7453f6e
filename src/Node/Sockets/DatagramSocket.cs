using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A datagram socket of the system; a datagram allocates nothing, also one that fails.</summary>
/// <remarks>
/// Addresses are kept as the system takes them:
/// <code>
/// struct sockaddr_in (16 bytes):   family 2 | port 2 | address 4 | 0 8    port and address in network order
/// struct sockaddr_un (≤ 110 bytes): family 2 | file name
/// </code>
/// </remarks>
internal sealed class DatagramSocket : IRouterDatagrams, IPolled
{
    private const int LongestBytes = 1 << 16;
    private const int LongestPlaceBytes = 128;
    private const int DatagramsPerTurn = 32;
    private const int PortOffset = 2;
    private const int AddressOffset = 4;

    private readonly Poller _poller;
    private readonly Socket _socket;
    private readonly bool _isInternet;
    private readonly Lock _sending = new();
    private readonly byte[] _bytes = new byte[LongestBytes];
    private readonly byte[] _target = new byte[LongestPlaceBytes];
    private readonly byte[] _sender = new byte[LongestPlaceBytes];
    private int _targetLengthBytes;
    private int _senderLengthBytes;
    private bool _isDisposed;

    /// <summary>A socket that is bound already.</summary>
    public DatagramSocket(Poller poller, Socket socket, EndPoint? target, IDatagramReceiver receiver)
    {
        _poller = poller;
        _socket = socket;
        _isInternet = socket.AddressFamily == AddressFamily.InterNetwork;
        Port = (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;
        Descriptor = (int)socket.Handle;
        Receiver = receiver;
        if (target?.Serialize() is { } place)
        {
            place.Buffer.Span[..place.Size].CopyTo(_target);
            _targetLengthBytes = place.Size;
        }
    }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public bool HasTarget => _targetLengthBytes > 0;

    /// <inheritdoc/>
    public IDatagramReceiver Receiver { get; set; }

    /// <inheritdoc/>
    public int Descriptor { get; }

    /// <inheritdoc/>
    public bool WantsToWrite => false;

    /// <inheritdoc/>
    public void AimAtSender()
    {
        lock (_sending)
        {
            _sender.CopyTo(_target, 0);
            _targetLengthBytes = _senderLengthBytes;
        }
    }

    /// <inheritdoc/>
    public SendOutcome Send(ReadOnlySpan<byte> bytes)
    {
        lock (_sending)
        {
            return SendToTarget(bytes);
        }
    }

    /// <inheritdoc/>
    public SendOutcome Send(ReadOnlySpan<byte> bytes, IpAddress address)
    {
        lock (_sending)
        {
            address.Write(_target.AsSpan(AddressOffset));
            return SendToTarget(bytes);
        }
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        // An ICMP error that answers an earlier datagram ends a turn as well; the next one fares better.
        for (int count = 0; count < DatagramsPerTurn && !_isDisposed; count++)
        {
            int length = Receive();
            if (length < 0)
            {
                return;
            }

            ReadOnlySpan<byte> data = _bytes.AsSpan(0, length);
            if (_isInternet)
            {
                Receiver.OnDatagram(
                    data,
                    IpAddress.Read(_sender.AsSpan(AddressOffset)),
                    BinaryPrimitives.ReadUInt16BigEndian(_sender.AsSpan(PortOffset)));
            }
            else
            {
                Receiver.OnDatagram(data, IpAddress.Any, 0);
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
        lock (_sending)
        {
            _isDisposed = true;
            _poller.Remove(this);

            // The file of a Unix socket goes with it.
            _socket.Dispose();
        }
    }

    private unsafe SendOutcome SendToTarget(ReadOnlySpan<byte> bytes)
    {
        if (_isDisposed || _targetLengthBytes == 0)
        {
            return SendOutcome.Refused;
        }

        fixed (byte* data = bytes, place = _target)
        {
            nint sent = SystemCalls.SendTo(
                Descriptor, data, (nuint)bytes.Length, 0, place, (uint)_targetLengthBytes);
            return sent >= 0 ? SendOutcome.Sent
                : SystemError.IsBusy ? SendOutcome.Busy
                : SendOutcome.Refused;
        }
    }

    // Negative when there is none.
    private unsafe int Receive()
    {
        uint placeLength = LongestPlaceBytes;
        fixed (byte* data = _bytes, place = _sender)
        {
            nint length = SystemCalls.ReceiveFrom(Descriptor, data, LongestBytes, 0, place, &placeLength);
            _senderLengthBytes = (int)placeLength;
            return (int)length;
        }
    }
}
