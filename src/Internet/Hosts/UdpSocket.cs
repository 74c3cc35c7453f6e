using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Hosts;

/// <summary>A UDP port that is open.</summary>
internal sealed class UdpSocket(UdpLayer layer, ushort port, bool isEphemeral, IDatagramObserver observer)
    : IDatagramSocket
{
    private bool _isClosed;

    /// <summary>The local port; an import may change it if the stack chose it.</summary>
    public ushort Port { get; set; } = port;

    /// <summary>Whether the stack chose the port.</summary>
    public bool IsEphemeral { get; } = isEphemeral;

    /// <summary>Who hears what arrives.</summary>
    public IDatagramObserver Observer { get; } = observer;

    /// <inheritdoc/>
    public int MaximumPayloadBytes => layer.MaximumPayloadBytes;

    /// <inheritdoc/>
    public DatagramOutcome TrySend(PeerToken peer, ReadOnlySpan<byte> payload, Instant now)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return layer.Send(Port, peer, payload);
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            layer.Close(this);
        }
    }
}
