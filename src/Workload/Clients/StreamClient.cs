using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Protocol;

namespace Xia.Workload.Clients;

/// <summary>Holds one stream for the whole run, makes requests at a steady rate, and checks every byte of every answer.</summary>
/// <remarks>
/// Request n is a function of n (a SET, and now and then a GET of what was stored before), and is due at
/// start + n × interval, so nothing of it has to be remembered until its answer. Answers come in order; any other
/// answer than the one due means lost, doubled or changed content and breaks the session.
/// </remarks>
public sealed class StreamClient : IClient, IByteStreamObserver
{
    private const int MaximumBins = 1 << 20;

    private readonly ISocketLayer _stack;
    private readonly StreamClientOptions _options;
    private readonly PeerToken _peer;
    private readonly Duration _interval;
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[KeyValueMessage.HeaderBytes + KeyValueMessage.MaximumValueBytes];
    private readonly List<long> _bins = [];
    private IByteStream? _stream;
    private long _written;
    private int _requestOffset;
    private int _buffered;
    private Instant _lastProgress;
    private Instant _patienceFrom;
    private bool _finished;

    /// <summary>A client that has not begun.</summary>
    /// <exception cref="ArgumentException">The stack does not know the peer.</exception>
    public StreamClient(string name, ISocketLayer stack, string peer, StreamClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.ValueBytes, KeyValueMessage.MaximumValueBytes, nameof(options));
        Name = name;
        _stack = stack;
        _options = options;
        _request = new byte[options.RequestBytes];
        _interval = Duration.OfTransmission(options.RequestBytes, options.RateBitsPerSecond);
        if (!stack.TryResolve(peer, out _peer))
        {
            throw new ArgumentException($"The stack knows nobody called {peer}.", nameof(peer));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How many requests were answered rightly.</summary>
    public long Answered { get; private set; }

    /// <summary>Whether the application lost its session.</summary>
    public bool IsBroken => BrokenReason is not null;

    /// <summary>Why, or null.</summary>
    public string? BrokenReason { get; private set; }

    /// <summary>When, or null.</summary>
    public Instant? BrokenAt { get; private set; }

    /// <summary>The longest time without an answer while one was due.</summary>
    public Duration LongestStall { get; private set; }

    /// <summary>When that began.</summary>
    public Instant LongestStallStart { get; private set; }

    /// <summary>Whether the session waited for an answer when the run ended, and its patience had not run out.</summary>
    public bool IsStalledAtEnd { get; private set; }

    /// <summary>Verified bytes, requests and answers, by bins of <see cref="StreamClientOptions.Bin"/> since the start.</summary>
    public IReadOnlyList<long> GoodputBytes => _bins;

    /// <summary>When the session began.</summary>
    public Instant StartedAt => _options.Start;

    /// <summary>The width of the bins.</summary>
    public Duration Bin => _options.Bin;

    /// <inheritdoc/>
    public Instant? NextTimeout
    {
        get
        {
            if (IsBroken || _finished)
            {
                return null;
            }

            if (_stream is null)
            {
                return _options.Start;
            }

            Instant? next = HasOutstanding ? Patience : null;
            Instant due = DueAt(_written);
            return IsBeforeStop(due) && CanWrite ? Instant.Earliest(next, due) : next;
        }
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        if (NextTimeout is not { } due || now < due)
        {
            return;
        }

        if (_stream is null)
        {
            _lastProgress = now;
            _patienceFrom = now;
            _stream = _stack.Connect(_peer, this, now);
            return;
        }

        WriteDue(now);
        if (HasOutstanding && now >= Patience)
        {
            Break($"no answer for {_options.SessionTimeout}", now);
            _stream.Abort(now);
        }
    }

    /// <inheritdoc/>
    public void OnPeerResumed(Instant now) => _patienceFrom = Instant.Max(_patienceFrom, now);

    /// <inheritdoc/>
    public void Finish(Instant now)
    {
        if (_stream is not null && !IsBroken && HasOutstanding)
        {
            NoteStall(now);
            // A request that went out within the last stretch before the end has had no time to be answered.
            IsStalledAtEnd = now - WaitingSince > Duration.FromSeconds(1);
        }

        _finished = true;
    }

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        if (IsBroken || _finished)
        {
            return;
        }

        ReadAnswers(now);
        WriteDue(now);
        if (stream.Status == StreamStatus.Failed)
        {
            Break(stream.Failure.ToString(), now);
        }
        else if (stream.IsReadEnded && !IsBroken)
        {
            Break("the service closed the stream", now);
        }
    }

    private bool HasOutstanding => _written > Answered || _stream!.Status == StreamStatus.Opening;

    private bool CanWrite => _stream!.Status == StreamStatus.Open && _stream.WritableBytes > 0;

    private Instant WaitingSince => Instant.Max(DueAt(Answered), _lastProgress);

    private Instant Patience => Instant.Max(DueAt(Answered), _patienceFrom) + _options.SessionTimeout;

    private Instant DueAt(long request) => _options.Start + (_interval * request);

    private bool IsBeforeStop(Instant due) => _options.Stop is not { } stop || due < stop;

    private bool IsGet(long request) => request % _options.GetEvery == _options.GetEvery - 1;

    private KeyValueMessage RequestOf(long request)
    {
        // A GET asks for what the request before it stored.
        long stored = IsGet(request) ? request - 1 : request;
        return new KeyValueMessage(
            IsGet(request) ? KeyValueOperation.Get : KeyValueOperation.Set,
            false,
            KeyValueStatus.Done,
            _options.ValueBytes,
            (ulong)request,
            _options.FirstKey + (uint)(stored % _options.Keys),
            (uint)stored);
    }

    private void WriteDue(Instant now)
    {
        while (!IsBroken && CanWrite)
        {
            Instant due = DueAt(_written);
            if (_requestOffset == 0)
            {
                if (due > now || !IsBeforeStop(due))
                {
                    return;
                }

                Compose(RequestOf(_written));
            }

            _requestOffset += _stream!.Write(_request.AsSpan(_requestOffset), now);
            if (_requestOffset < _request.Length)
            {
                return;
            }

            _requestOffset = 0;
            _written++;
        }
    }

    private void Compose(KeyValueMessage request)
    {
        request.Write(_request);
        Span<byte> value = _request.AsSpan(KeyValueMessage.HeaderBytes);
        if (request.Operation == KeyValueOperation.Set)
        {
            ValuePattern.Fill(value, request.Key, request.Version);
        }
        else
        {
            value.Clear();
        }
    }

    private void ReadAnswers(Instant now)
    {
        while (TryReadTo(KeyValueMessage.HeaderBytes, now))
        {
            ReadOnlySpan<byte> header = _answer.AsSpan(0, KeyValueMessage.HeaderBytes);
            if (!KeyValueMessage.TryRead(header, out KeyValueMessage answer))
            {
                Break("an answer could not be read", now);
                return;
            }

            if (!TryReadTo(KeyValueMessage.HeaderBytes + answer.ValueBytes, now))
            {
                return;
            }

            _buffered = 0;
            if (!IsRight(answer))
            {
                Break($"a wrong answer to request {Answered}", now);
                return;
            }

            NoteStall(now);
            NoteGoodput(answer.ValueBytes, now);
            _lastProgress = now;
            Answered++;
        }
    }

    private bool TryReadTo(int lengthBytes, Instant now)
    {
        if (_buffered < lengthBytes)
        {
            _buffered += _stream!.Read(_answer.AsSpan(_buffered, lengthBytes - _buffered), now);
        }

        return _buffered >= lengthBytes;
    }

    private bool IsRight(in KeyValueMessage answer)
    {
        KeyValueMessage request = RequestOf(Answered);
        int expectedBytes = request.Operation == KeyValueOperation.Get ? _options.ValueBytes : 0;
        return Answered < _written
            && answer == request.Answer(KeyValueStatus.Done, expectedBytes, request.Version)
            && ValuePattern.Matches(
                _answer.AsSpan(KeyValueMessage.HeaderBytes, answer.ValueBytes), request.Key, request.Version);
    }

    private void NoteStall(Instant now)
    {
        Duration waited = now - WaitingSince;
        if (waited > LongestStall)
        {
            LongestStall = waited;
            LongestStallStart = WaitingSince;
        }
    }

    private void NoteGoodput(int valueBytes, Instant now)
    {
        int bin = (int)Math.Min(MaximumBins - 1, (now - _options.Start).Nanoseconds / _options.Bin.Nanoseconds);
        while (_bins.Count <= bin)
        {
            _bins.Add(0);
        }

        _bins[bin] += _request.Length + KeyValueMessage.HeaderBytes + valueBytes;
    }

    private void Break(string reason, Instant now)
    {
        BrokenReason = reason;
        BrokenAt = now;
    }
}
