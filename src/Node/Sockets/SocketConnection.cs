using System.Net.Sockets;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A connection to another program.</summary>
internal sealed class SocketConnection(Poller poller, Socket socket) : IRouterConnection, IPolled
{
    private const int PieceBytes = 1 << 14;
    private const int MaximumUnsentBytes = 1 << 26;
    private const int LastSendMilliseconds = 1000;

    private readonly byte[] _piece = new byte[PieceBytes];
    private byte[] _unsent = [];
    private bool _isClosed;

    /// <summary>Who gets what arrives.</summary>
    public IConnectionReceiver? Receiver { get; set; }

    /// <inheritdoc/>
    public int Descriptor => (int)socket.Handle;

    /// <inheritdoc/>
    public bool WantsToWrite => _unsent.Length > 0;

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_isClosed)
        {
            return;
        }

        if (_unsent.Length > MaximumUnsentBytes)
        {
            End();
            return;
        }

        _unsent = [.. _unsent, .. bytes];
        OnWritable();
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        poller.Remove(this);
        try
        {
            socket.Blocking = true;
            socket.SendTimeout = LastSendMilliseconds;
            if (_unsent.Length > 0)
            {
                socket.Send(_unsent);
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other side does not listen any more.
        }

        socket.Dispose();
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        int length = socket.Receive(_piece, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        if (error != SocketError.Success || length == 0)
        {
            End();
            return;
        }

        Receiver?.OnReceived(_piece.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        while (_unsent.Length > 0)
        {
            int length = socket.Send(_unsent, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                return;
            }

            _unsent = _unsent[length..];
        }
    }

    private void End()
    {
        Receiver?.OnClosed();
        Close();
    }
}
