using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Services;

namespace Xia.Workload.Clients;

/// <summary>Opens a connection at fixed times, asks once, and closes: what a new client meets.</summary>
public sealed class Connector : IByteStreamObserver
{
    private readonly ISocketLayer _layer;
    private readonly PeerToken _peer;
    private readonly ConnectorOptions _options;
    private readonly List<ConnectionAttempt> _attempts = [];
    private readonly List<Running> _running = [];
    private readonly byte[] _request = new byte[KeyValueFrame.HeaderBytes + NumberedValue.KeyBytes];

    /// <summary>A connector that begins at its start.</summary>
    public Connector(ISocketLayer layer, PeerToken peer, ConnectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Every, Duration.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Keys, nameof(options));
        _layer = layer;
        _peer = peer;
        _options = options;
    }

    /// <summary>All attempts in order of their start; those under way are pending.</summary>
    public IReadOnlyList<ConnectionAttempt> Attempts => _attempts;

    /// <summary>When <see cref="OnTimeout"/> is due; null when nothing is left to do.</summary>
    public Instant? NextTimeout => Instant.Earliest(NextStart, NextPatienceEnd);

    private Instant? NextStart
    {
        get
        {
            Instant due = _options.Start + (_options.Every * _attempts.Count);
            bool isOver = _attempts.Count >= _options.MaximumAttempts
                || (_options.Stop is { } stop && due >= stop);
            return isOver ? null : due;
        }
    }

    /// <summary>The oldest attempt's: attempts are kept in order of their start.</summary>
    private Instant? NextPatienceEnd => _running.Count == 0 ? null : PatienceEnd(_running[0]);

    /// <summary>Gives up what took too long and begins what is due.</summary>
    public void OnTimeout(Instant now)
    {
        while (_running.Count > 0 && PatienceEnd(_running[0]) <= now)
        {
            Running oldest = _running[0];
            End(oldest, ConnectionOutcome.TimedOut);
            oldest.Stream!.Abort(now);
        }

        while (NextStart is { } due && due <= now)
        {
            Start(now);
        }
    }

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        Running? running = _running.Find(one => one.Stream == stream);
        if (running is not null)
        {
            Go(running, stream, now);
        }
    }

    private void Start(Instant now)
    {
        int number = _attempts.Count;
        if (_running.Count >= _options.MaximumConcurrent)
        {
            _attempts.Add(new ConnectionAttempt(
                now, null, null, ConnectionOutcome.Skipped, StreamFailure.None));
            return;
        }

        _attempts.Add(new ConnectionAttempt(now, null, null, ConnectionOutcome.Pending, StreamFailure.None));
        Running running = new(number);
        _running.Add(running);
        running.Stream = _layer.Connect(_peer, this, now);
        Go(running, running.Stream, now);
    }

    private void Go(Running running, IByteStream stream, Instant now)
    {
        if (stream.Status == StreamStatus.Open && _attempts[running.Number].OpenedAt is null)
        {
            _attempts[running.Number] = _attempts[running.Number] with { OpenedAt = now };
        }

        if (stream.Status == StreamStatus.Open)
        {
            Ask(running, stream, now);
        }

        running.InBytes += stream.Read(running.In.AsSpan(running.InBytes), now);
        if (TryTakeAnswer(running, out bool isRight))
        {
            _attempts[running.Number] = _attempts[running.Number] with { AnsweredAt = isRight ? now : null };
            End(running, isRight ? ConnectionOutcome.Answered : ConnectionOutcome.WrongAnswer);
            stream.CloseWrite(now);
        }
        else if (stream.Status == StreamStatus.Failed)
        {
            _attempts[running.Number] = _attempts[running.Number] with { Failure = stream.Failure };
            End(running, ConnectionOutcome.Failed);
        }
        else if (stream.Status == StreamStatus.Closed || stream.IsReadEnded)
        {
            End(running, ConnectionOutcome.ClosedEarly);
            stream.CloseWrite(now);
        }
    }

    private void Ask(Running running, IByteStream stream, Instant now)
    {
        if (running.AskedBytes < _request.Length)
        {
            Span<byte> key = stackalloc byte[NumberedValue.KeyBytes];
            NumberedValue.WriteKey(key, running.Number % _options.Keys);
            KeyValueFrame.WriteRequest(_request, KeyValueOperation.Get, key, 0, (ulong)running.Number);
            running.AskedBytes += stream.Write(_request.AsSpan(running.AskedBytes), now);
        }
    }

    private bool TryTakeAnswer(Running running, out bool isRight)
    {
        isRight = false;
        ReadOnlySpan<byte> bytes = running.In.AsSpan(0, running.InBytes);
        if (bytes.Length < KeyValueFrame.HeaderBytes)
        {
            return false;
        }

        if (!KeyValueFrame.TryReadHeader(bytes, out KeyValueFrame answer) || !answer.IsAnswer)
        {
            return true;
        }

        if (bytes.Length < answer.LengthBytes)
        {
            return false;
        }

        isRight = answer.Code == (byte)KeyValueStatus.Done && answer.Number == (ulong)running.Number
            && NumberedValue.TryVerify(
                bytes[KeyValueFrame.HeaderBytes..answer.LengthBytes], running.Number % _options.Keys, out _);
        return true;
    }

    private void End(Running running, ConnectionOutcome outcome)
    {
        _attempts[running.Number] = _attempts[running.Number] with { Outcome = outcome };
        _running.Remove(running);
    }

    private Instant PatienceEnd(Running running) => _attempts[running.Number].StartedAt + _options.Patience;

    private sealed class Running(int number)
    {
        public int Number { get; } = number;

        public IByteStream? Stream { get; set; }

        public int AskedBytes { get; set; }

        public byte[] In { get; } = new byte[KeyValueFrame.MaximumBytes];

        public int InBytes { get; set; }
    }
}
