using Xia.Emulator.Nodes;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Bench.Emulator.Traffic;

/// <summary>Sends datagrams of one length to one peer, one per interval, until it is stopped.</summary>
internal sealed class ConstantRateSender : ITimed, IDatagramObserver
{
    private readonly IDatagramSocket _socket;
    private readonly PeerToken _peer;
    private readonly byte[] _payload;
    private readonly Duration _interval;

    /// <summary>A sender that is silent until <see cref="NextTimeout"/> is set.</summary>
    public ConstantRateSender(ISocketLayer sockets, PeerToken peer, int payloadBytes, Duration interval)
    {
        _socket = sockets.OpenDatagram(null, this);
        _peer = peer;
        _payload = new byte[payloadBytes];
        _interval = interval;
    }

    /// <summary>When it sends next; null while it is silent.</summary>
    public Instant? NextTimeout { get; set; }

    /// <summary>Whether it falls silent after the next datagram.</summary>
    public bool SendsOne { get; set; }

    /// <summary>How many datagrams the stack took.</summary>
    public long Sent { get; private set; }

    /// <summary>How many datagrams the stack refused.</summary>
    public long Refused { get; private set; }

    /// <summary>How often the network said that the peer cannot be reached.</summary>
    public long Unreachable { get; private set; }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        if (_socket.TrySend(_peer, _payload, now) == DatagramOutcome.Sent)
        {
            Sent++;
        }
        else
        {
            Refused++;
        }

        NextTimeout = SendsOne ? null : NextTimeout + _interval;
    }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now) => Unreachable++;
}
