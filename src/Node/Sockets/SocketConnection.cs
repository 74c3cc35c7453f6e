using System.Net.Sockets;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A connection to another program.</summary>
/// <remarks>
/// Open → Lingering → Gone. Once closed, it lingers until the other side took what was sent before, or went
/// away itself; nobody waits for that. At most <see cref="MaximumUnsentBytes"/> wait.
/// </remarks>
internal sealed class SocketConnection(
    Poller poller, Socket socket, SocketPlace? remote, LingeringConnections lingering)
    : IRouterConnection, IPolled
{
    internal const int MaximumUnsentBytes = 1 << 26;
    internal const int FullBytes = 1 << 18;
    private const int PieceBytes = 1 << 14;
    private const int MaximumPiecesDiscarded = 64;

    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly Lock _sending = new();
    private readonly UnsentBytes _unsent = new();
    private bool _isBroken;
    private bool _isClosed;
    private bool _isGone;

    /// <summary>Who gets what arrives.</summary>
    public IConnectionReceiver? Receiver { get; set; }

    /// <inheritdoc/>
    public SocketPlace? Remote { get; } = remote;

    /// <inheritdoc/>
    public int Descriptor { get; } = (int)socket.Handle;

    /// <inheritdoc/>
    public bool WantsToRead => !_isClosed && !IsPaused;

    /// <inheritdoc/>
    public bool WantsToWrite => _unsent.LengthBytes > 0;

    /// <inheritdoc/>
    public bool IsFull => _unsent.LengthBytes >= FullBytes;

    /// <inheritdoc/>
    public bool IsPaused { get; set; }

    /// <summary>How much waits for the other side.</summary>
    public int UnsentLengthBytes => _unsent.LengthBytes;

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        lock (_sending)
        {
            if (_isClosed || _isBroken || (long)_unsent.LengthBytes + bytes.Length > MaximumUnsentBytes)
            {
                return false;
            }

            if (_unsent.LengthBytes > 0)
            {
                _unsent.Append(bytes);
                return true;
            }

            _unsent.Append(bytes[SendNow(bytes)..]);
            if (_isBroken)
            {
                _unsent.Clear();
                return false;
            }
        }

        if (WantsToWrite)
        {
            // Another thread may be asleep in the poller, which does not know yet that it waits for room.
            poller.Wake();
        }

        return true;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        if (Flush())
        {
            Go();
        }
        else
        {
            lingering.Add(this);
        }
    }

    /// <summary>Ends it at once, whatever waits.</summary>
    public void GiveUp()
    {
        _isClosed = true;
        Go();
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (_isClosed)
        {
            // Told without being asked for: the other side went away.
            Go();
            return;
        }

        int length = socket.Receive(_piece, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        if (error == SocketError.Success && length > 0)
        {
            Receiver?.OnReceived(_piece.AsSpan(0, length));
            return;
        }

        Receiver?.OnClosed();
        Close();
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        bool isEmpty, hasRoomAgain;

        // At once, as a sender on another thread that finds it full now waits to be told.
        lock (_sending)
        {
            bool wasFull = IsFull;
            isEmpty = Flush();
            hasRoomAgain = wasFull && !IsFull;
        }

        if (_isClosed && isEmpty)
        {
            Go();
        }
        else if (hasRoomAgain)
        {
            Receiver?.OnRoom();
        }
    }

    // Whether nothing waits any more.
    private bool Flush()
    {
        lock (_sending)
        {
            while (!_isBroken && _unsent.LengthBytes > 0)
            {
                int length = SendNow(_unsent.First);
                if (length == 0)
                {
                    break;
                }

                _unsent.Take(length);
            }

            if (_isBroken)
            {
                _unsent.Clear();
            }

            return _unsent.LengthBytes == 0;
        }
    }

    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        int length = socket.Send(bytes, SocketFlags.None, out SocketError error);

        // Nobody takes anything any more; reading tells the receiver.
        _isBroken |= error is not (SocketError.Success or SocketError.WouldBlock or SocketError.Interrupted);
        return Math.Max(length, 0);
    }

    private void Go()
    {
        lock (_sending)
        {
            if (_isGone)
            {
                return;
            }

            _isGone = true;
            _unsent.Clear();
            poller.Remove(this);
            lingering.Remove(this);
            Discard();
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // The other side does not listen any more.
            }

            socket.Dispose();
        }
    }

    // What came and nobody read would make the system take back what was sent last (RFC 2525, 2.17).
    private void Discard()
    {
        for (int count = 0; count < MaximumPiecesDiscarded; count++)
        {
            if (socket.Receive(_piece, SocketFlags.None, out SocketError error) <= 0
                || error != SocketError.Success)
            {
                return;
            }
        }
    }
}
