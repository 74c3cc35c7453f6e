using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Services;

namespace Xia.Workload.Clients;

/// <summary>Asks for a value by datagram at fixed times, whether answered or not (an open loop).</summary>
/// <remarks>
/// Request number n goes out at start + n × interval, also when the stack does not take it: then it is lost.
/// </remarks>
public sealed class DatagramProbe : IDatagramObserver
{
    private readonly PeerToken _peer;
    private readonly ProbeOptions _options;
    private readonly IDatagramSocket _socket;
    private readonly byte[] _request;

    /// <summary>A probe; it opens its socket at once and begins at its start.</summary>
    public DatagramProbe(ISocketLayer layer, PeerToken peer, ProbeOptions options)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Every, Duration.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Keys, nameof(options));
        const int Least = KeyValueFrame.HeaderBytes + NumberedValue.KeyBytes;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestBytes, Least, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.RequestBytes, Least + KeyValueFrame.MaximumValueBytes, nameof(options));
        _peer = peer;
        _options = options;
        _request = new byte[options.RequestBytes];
        Results = new ProbeResults(options);
        _socket = layer.OpenDatagram(null, this);
    }

    /// <summary>When <see cref="OnTimeout"/> is due; null when all requests are sent.</summary>
    public Instant? NextTimeout
    {
        get
        {
            Instant due = Results.SentAt(Results.Sent);
            bool isOver = Results.Sent >= _options.MaximumRequests
                || (_options.Stop is { } stop && due >= stop);
            return isOver ? null : due;
        }
    }

    /// <summary>What has been seen so far.</summary>
    public ProbeResults Results { get; }

    /// <summary>Sends every request that is due.</summary>
    public void OnTimeout(Instant now)
    {
        while (NextTimeout is { } due && due <= now)
        {
            Send(now);
        }
    }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        bool isAnswer = KeyValueFrame.TryReadHeader(payload, out KeyValueFrame answer) && answer.IsAnswer
            && payload.Length == answer.LengthBytes && answer.Echo == (byte)KeyValueOperation.Get
            && answer.Number < (ulong)Results.Sent;
        if (!isAnswer || from != _peer)
        {
            Results.CountForeign();
            return;
        }

        int number = (int)answer.Number;
        bool isRight = answer.Code == (byte)KeyValueStatus.Done
            && NumberedValue.TryVerify(payload[KeyValueFrame.HeaderBytes..], number % _options.Keys, out _);
        Results.Answer(number, isRight, now);
    }

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now) => Results.CountUnreachable();

    private void Send(Instant now)
    {
        int number = Results.Sent;
        Span<byte> key = stackalloc byte[NumberedValue.KeyBytes];
        NumberedValue.WriteKey(key, number % _options.Keys);
        int padding = _request.Length - KeyValueFrame.HeaderBytes - key.Length;
        KeyValueFrame.WriteRequest(_request, KeyValueOperation.Get, key, padding, (ulong)number);
        bool isTaken = _socket.TrySend(_peer, _request, now) == DatagramOutcome.Sent;
        Results.Send(isTaken);
    }
}
