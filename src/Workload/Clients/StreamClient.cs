using Xia.Kernel.Collections;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Services;

namespace Xia.Workload.Clients;

/// <summary>
/// Holds one long byte stream: sets keys of its own and gets them back, pipelined, and checks every byte.
/// </summary>
/// <remarks>
/// <code>
///   Idle ──start──▶ Running ──stop, all answered──▶ Finished
///                     │
///                     └──failed, wrong bytes, or the oldest request too old──▶ Broken
/// </code>
/// At times spaced by the rate it makes one SET and the GET of the same key. When the stack takes no more or
/// too many are under way, pairs wait; the time lost is caught up with at most
/// <see cref="StreamOptions.MaximumOutstanding"/> requests. Only this client says that its session broke.
/// </remarks>
public sealed class StreamClient : IByteStreamObserver
{
    private const int ReadBytes = 16 * 1024;

    private readonly ISocketLayer _layer;
    private readonly PeerToken _peer;
    private readonly StreamOptions _options;
    private readonly Duration _interval;
    private readonly RingBuffer<Outstanding> _outstanding;
    private readonly byte[] _out = new byte[2 * KeyValueFrame.MaximumBytes];
    private readonly byte[] _in = new byte[ReadBytes + KeyValueFrame.MaximumBytes];
    private IByteStream? _stream;
    private Instant _nextPair;
    private Instant _resumed;
    private long _pairs;
    private ulong _number;
    private int _outStart;
    private int _outEnd;
    private int _inEnd;

    /// <summary>A client that connects at its start.</summary>
    public StreamClient(ISocketLayer layer, PeerToken peer, StreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RateBitsPerSecond, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Keys, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.ValueBytes, NumberedValue.LeastValueBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.ValueBytes, KeyValueStore.MaximumValueBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumOutstanding, 2, nameof(options));
        _layer = layer;
        _peer = peer;
        _options = options;
        _interval = Duration.OfTransmission(2L * options.ValueBytes, options.RateBitsPerSecond);
        _outstanding = new RingBuffer<Outstanding>(options.MaximumOutstanding);
        _nextPair = options.Start;
    }

    /// <summary>What has been seen so far.</summary>
    public StreamResults Results { get; } = new();

    /// <summary>When <see cref="OnTimeout"/> is due; null once the session is over.</summary>
    public Instant? NextTimeout => Results.State switch
    {
        StreamClientState.Idle => _options.Start,
        StreamClientState.Running => Instant.Earliest(NextPair, SessionDeadline),
        _ => null,
    };

    private Instant? NextPair => CanMakePair ? _nextPair : null;

    private bool CanMakePair =>
        _outStart == _outEnd && _outstanding.Count + 2 <= _options.MaximumOutstanding
        && (_options.Stop is not { } stop || _nextPair < stop);

    private Instant? SessionDeadline => _outstanding.IsEmpty
        ? null
        : Instant.Max(_outstanding.Head.SentAt, _resumed) + _options.SessionTimeout;

    /// <summary>Does everything that is due.</summary>
    public void OnTimeout(Instant now)
    {
        if (Results.State == StreamClientState.Idle && now >= _options.Start)
        {
            Results.Begin(now);
            _stream = _layer.Connect(_peer, this, now);
        }

        if (Results.State == StreamClientState.Running)
        {
            Go(now);
        }
    }

    /// <summary>The service goes on after a move; the age of unanswered requests counts from here.</summary>
    public void OnServiceResumed(Instant now) => _resumed = now;

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        if (stream == _stream && Results.State == StreamClientState.Running)
        {
            Go(now);
        }
    }

    private void Go(Instant now)
    {
        IByteStream stream = _stream!;
        Receive(stream, now);
        if (Results.State != StreamClientState.Running)
        {
            return;
        }

        if (stream.Status is StreamStatus.Failed or StreamStatus.Closed)
        {
            Break(stream.Status == StreamStatus.Failed ? BreakReason.StreamFailed : BreakReason.ClosedEarly,
                now);
        }
        else if (SessionDeadline is { } deadline && now >= deadline)
        {
            Break(BreakReason.TimedOut, now);
        }
        else
        {
            SendPairs(stream, now);
            FinishIfDone(stream, now);
        }
    }

    private void SendPairs(IByteStream stream, Instant now)
    {
        Flush(stream, now);
        while (CanMakePair && _nextPair <= now)
        {
            MakePair(now);
            _nextPair += _interval;
            Instant earliest = now - (_interval * (_options.MaximumOutstanding / 2));
            _nextPair = Instant.Max(_nextPair, earliest);
            Flush(stream, now);
        }
    }

    private void Flush(IByteStream stream, Instant now)
    {
        if (_outStart < _outEnd)
        {
            _outStart += stream.Write(_out.AsSpan(_outStart.._outEnd), now);
        }
    }

    private void MakePair(Instant now)
    {
        long key = _options.FirstKey + (_pairs % _options.Keys);
        ulong stamp = (ulong)++_pairs;
        Span<byte> keyBytes = stackalloc byte[NumberedValue.KeyBytes];
        NumberedValue.WriteKey(keyBytes, key);
        _outStart = 0;
        _outEnd = KeyValueFrame.WriteRequest(
            _out, KeyValueOperation.Set, keyBytes, _options.ValueBytes, _number);
        NumberedValue.Write(_out.AsSpan(_outEnd, _options.ValueBytes), key, stamp);
        _outEnd += _options.ValueBytes;
        _outstanding.TryEnqueue(new Outstanding(KeyValueOperation.Set, _number++, key, stamp, now));
        _outEnd += KeyValueFrame.WriteRequest(
            _out.AsSpan(_outEnd), KeyValueOperation.Get, keyBytes, 0, _number);
        _outstanding.TryEnqueue(new Outstanding(KeyValueOperation.Get, _number++, key, stamp, now));
        Results.Ask(2, now);
    }

    private void Receive(IByteStream stream, Instant now)
    {
        while (Results.State == StreamClientState.Running)
        {
            int got = stream.Read(_in.AsSpan(_inEnd), now);
            if (got == 0)
            {
                return;
            }

            _inEnd += got;
            int taken = TakeAnswers(now);
            _in.AsSpan(taken, _inEnd - taken).CopyTo(_in);
            _inEnd -= taken;
        }
    }

    /// <summary>Checks all whole answers and returns how many bytes they were.</summary>
    private int TakeAnswers(Instant now)
    {
        int at = 0;
        while (_inEnd - at >= KeyValueFrame.HeaderBytes)
        {
            ReadOnlySpan<byte> bytes = _in.AsSpan(at.._inEnd);
            if (!KeyValueFrame.TryReadHeader(bytes, out KeyValueFrame answer) || !answer.IsAnswer
                || _outstanding.IsEmpty)
            {
                Break(BreakReason.WrongAnswer, now);
                return at;
            }

            if (bytes.Length < answer.LengthBytes)
            {
                break;
            }

            if (!IsRight(answer, bytes[KeyValueFrame.HeaderBytes..answer.LengthBytes], _outstanding.Head))
            {
                Break(BreakReason.WrongAnswer, now);
                return at;
            }

            _outstanding.TryDequeue(out Outstanding first);
            int valueBytes = first.Operation == KeyValueOperation.Get ? answer.ValueBytes
                : _options.ValueBytes;
            Results.Answer(first.SentAt, valueBytes, now);
            at += answer.LengthBytes;
        }

        return at;
    }

    private bool IsRight(in KeyValueFrame answer, ReadOnlySpan<byte> value, in Outstanding request) =>
        answer.Number == request.Number && answer.Echo == (byte)request.Operation
        && answer.Code == (byte)KeyValueStatus.Done
        && (request.Operation == KeyValueOperation.Set
            ? value.Length == sizeof(ulong)
            : value.Length == _options.ValueBytes
                && NumberedValue.TryVerify(value, request.Key, out ulong stamp)
                && stamp == request.Stamp);

    private void Break(BreakReason reason, Instant now)
    {
        Results.Break(reason, _stream!.Failure, _outstanding.IsEmpty ? null : _outstanding.Head.SentAt, now);
        _stream.Abort(now);
    }

    private void FinishIfDone(IByteStream stream, Instant now)
    {
        bool isOver = _options.Stop is { } stop && _nextPair >= stop && now >= stop;
        if (isOver && _outstanding.IsEmpty && _outStart == _outEnd)
        {
            Results.Finish(now);
            stream.CloseWrite(now);
        }
    }

    private readonly record struct Outstanding(
        KeyValueOperation Operation, ulong Number, long Key, ulong Stamp, Instant SentAt);
}
