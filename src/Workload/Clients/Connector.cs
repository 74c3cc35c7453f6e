using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Protocol;

namespace Xia.Workload.Clients;

/// <summary>Opens a new connection per interval: handshake, one request, one answer, close.</summary>
public sealed class Connector : IClient, IByteStreamObserver
{
    private readonly ISocketLayer _stack;
    private readonly ConnectorOptions _options;
    private readonly PeerToken _peer;
    private readonly List<ConnectAttempt> _attempts = [];
    private readonly List<Trial> _trials = [];
    private readonly byte[] _request = new byte[KeyValueMessage.HeaderBytes];
    private Instant? _next;

    /// <summary>A connector that has not begun.</summary>
    /// <exception cref="ArgumentException">The stack does not know the peer.</exception>
    public Connector(string name, ISocketLayer stack, string peer, ConnectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        _stack = stack;
        _options = options;
        _next = options.Start;
        if (!stack.TryResolve(peer, out _peer))
        {
            throw new ArgumentException($"The stack knows nobody called {peer}.", nameof(peer));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Every attempt, in order.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts => _attempts;

    /// <inheritdoc/>
    public Instant? NextTimeout =>
        Instant.Earliest(_next, _trials.Count == 0 ? null : _trials[0].Attempt.StartedAt + _options.Timeout);

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        while (_trials.Count > 0 && _trials[0].Attempt.StartedAt + _options.Timeout <= now)
        {
            Trial late = _trials[0];
            late.Attempt.Failure = $"no answer for {_options.Timeout}";
            _trials.RemoveAt(0);
            late.Stream!.Abort(now);
        }

        while (_next is { } due && due <= now)
        {
            Instant after = due + _options.Every;
            _next = _options.Stop is { } stop && after >= stop ? null : after;
            if (_trials.Count < _options.MaximumConcurrent)
            {
                Begin(now);
            }
        }
    }

    /// <inheritdoc/>
    public void OnPeerResumed(Instant now)
    {
    }

    /// <inheritdoc/>
    public void Finish(Instant now) => _next = null;

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        int index = _trials.FindIndex(trial => ReferenceEquals(trial.Stream, stream));
        if (index < 0)
        {
            return;
        }

        Trial trial = _trials[index];
        if (stream.Status == StreamStatus.Open && trial.Attempt.ConnectedAt is null)
        {
            trial.Attempt.ConnectedAt = now;
            RequestOf(trial.Attempt).Write(_request);
            stream.Write(_request, now);
        }

        trial.Buffered += stream.Read(trial.Buffer.AsSpan(trial.Buffered), now);
        if (IsWhole(trial, out bool isRight))
        {
            trial.Attempt.AnsweredAt = now;
            trial.Attempt.Failure = isRight ? null : "a wrong answer";
            _trials.RemoveAt(index);
            stream.CloseWrite(now);
        }
        else if (stream.Status == StreamStatus.Failed || stream.IsReadEnded)
        {
            trial.Attempt.Failure =
                stream.Status == StreamStatus.Failed ? stream.Failure.ToString() : "closed without an answer";
            _trials.RemoveAt(index);
        }
    }

    private void Begin(Instant now)
    {
        ConnectAttempt attempt = new(_attempts.Count, now);
        _attempts.Add(attempt);
        Trial trial = new(attempt);
        _trials.Add(trial);
        trial.Stream = _stack.Connect(_peer, this, now);
    }

    private KeyValueMessage RequestOf(ConnectAttempt attempt) => new(
        KeyValueOperation.Get, false, KeyValueStatus.Done, 0, (ulong)attempt.Number,
        (uint)(attempt.Number % _options.Keys), 0);

    private bool IsWhole(Trial trial, out bool isRight)
    {
        isRight = false;
        ReadOnlySpan<byte> received = trial.Buffer.AsSpan(0, trial.Buffered);
        if (trial.Buffered < KeyValueMessage.HeaderBytes)
        {
            return false;
        }

        if (!KeyValueMessage.TryRead(received, out KeyValueMessage answer))
        {
            return true;
        }

        if (trial.Buffered < KeyValueMessage.HeaderBytes + answer.ValueBytes)
        {
            return false;
        }

        KeyValueMessage request = RequestOf(trial.Attempt);
        isRight = answer == request.Answer(KeyValueStatus.Done, answer.ValueBytes, answer.Version)
            && ValuePattern.Matches(received[KeyValueMessage.HeaderBytes..], answer.Key, answer.Version);
        return true;
    }

    private sealed class Trial(ConnectAttempt attempt)
    {
        public ConnectAttempt Attempt { get; } = attempt;

        public IByteStream? Stream { get; set; }

        public byte[] Buffer { get; } = new byte[KeyValueMessage.HeaderBytes + KeyValueMessage.MaximumValueBytes];

        public int Buffered { get; set; }
    }
}
