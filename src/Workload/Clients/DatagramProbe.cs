using System.Buffers.Binary;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Protocol;

namespace Xia.Workload.Clients;

/// <summary>Sends one request per interval, whatever becomes of the earlier ones, and remembers each answer's time.</summary>
/// <remarks>
/// Open loop: request n goes out at start + n × interval, so the sending times need no memory. Answers are checked
/// against the pattern of the key and version that they carry.
/// </remarks>
public sealed class DatagramProbe : IClient, IDatagramObserver
{
    private const long Unanswered = long.MinValue;
    private const int InitialCapacity = 1024;

    private readonly DatagramProbeOptions _options;
    private readonly IDatagramSocket _socket;
    private readonly PeerToken _peer;
    private readonly byte[] _request;
    private long[] _answeredAt = new long[InitialCapacity];
    private Instant? _lastAnswer;
    private Instant _finishedAt = Instant.MaxValue;

    /// <summary>A probe that has not begun.</summary>
    /// <exception cref="ArgumentException">The stack does not know the peer.</exception>
    public DatagramProbe(string name, ISocketLayer stack, string peer, DatagramProbeOptions options)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestBytes, KeyValueMessage.HeaderBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.RequestBytes, KeyValueMessage.HeaderBytes + KeyValueMessage.MaximumValueBytes, nameof(options));
        Name = name;
        _options = options;
        _socket = stack.OpenDatagram(null, this);
        _request = new byte[options.RequestBytes];
        NextTimeout = options.Start;
        if (!stack.TryResolve(peer, out _peer))
        {
            throw new ArgumentException($"The stack knows nobody called {peer}.", nameof(peer));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Instant? NextTimeout { get; private set; }

    /// <summary>How many requests were due so far; those that the stack did not take included.</summary>
    public int Sent { get; private set; }

    /// <summary>How many were answered, late answers excluded.</summary>
    public int Answered { get; private set; }

    /// <summary>Answers beyond the first to the same request.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Answers to what was never asked, or with a wrong value.</summary>
    public long Wrong { get; private set; }

    /// <summary>Reports that the peer cannot be reached.</summary>
    public long Unreachable { get; private set; }

    /// <summary>The longest time between two consecutive answers; null before the second.</summary>
    public Gap? LongestGap { get; private set; }

    /// <summary>When the last answer arrived.</summary>
    public Instant? LastAnswerAt => _lastAnswer;

    /// <summary>Requests that count as lost: no answer within the limit, or none by the end of the run.</summary>
    public int Lost
    {
        get
        {
            int lost = 0;
            for (int i = 0; i < Sent; i++)
            {
                if (!IsAnswered(i) && (SentAt(i) + _options.LostAfter <= _finishedAt || _finishedAt < Instant.MaxValue))
                {
                    lost++;
                }
            }

            return lost;
        }
    }

    /// <summary>When a request was sent.</summary>
    public Instant SentAt(int request) => _options.Start + (_options.Every * request);

    /// <summary>Whether a request was answered in time.</summary>
    public bool IsAnswered(int request) => _answeredAt[request] != Unanswered;

    /// <summary>The time from each request sent in [from, to) to its answer, ascending; those without one left out.</summary>
    public long[] LatenciesNanoseconds(Instant from, Instant to)
    {
        List<long> latencies = [];
        for (int i = 0; i < Sent; i++)
        {
            Instant sent = SentAt(i);
            if (sent >= from && sent < to && IsAnswered(i))
            {
                latencies.Add(_answeredAt[i] - sent.Nanoseconds);
            }
        }

        latencies.Sort();
        return [.. latencies];
    }

    /// <summary>The first instant at which an answer arrived to a request that was sent at or after a moment.</summary>
    public Instant? FirstAnswerToRequestSince(Instant moment)
    {
        long first = long.MaxValue;
        for (int i = 0; i < Sent; i++)
        {
            if (SentAt(i) >= moment && IsAnswered(i))
            {
                first = Math.Min(first, _answeredAt[i]);
            }
        }

        return first == long.MaxValue ? null : new Instant(first);
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        while (NextTimeout is { } due && due <= now)
        {
            Send(now);
            Instant next = due + _options.Every;
            NextTimeout = _options.Stop is { } stop && next >= stop ? null : next;
        }
    }

    /// <inheritdoc/>
    public void OnPeerResumed(Instant now)
    {
    }

    /// <inheritdoc/>
    public void Finish(Instant now)
    {
        _finishedAt = now;
        NextTimeout = null;
    }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!KeyValueMessage.TryRead(payload, out KeyValueMessage answer) || !answer.IsAnswer
            || answer.RequestId >= (ulong)Sent || answer.Status != KeyValueStatus.Done
            || payload.Length != KeyValueMessage.HeaderBytes + answer.ValueBytes
            || answer.Key != KeyOf((int)answer.RequestId)
            || !ValuePattern.Matches(payload[KeyValueMessage.HeaderBytes..], answer.Key, answer.Version))
        {
            Wrong++;
            return;
        }

        int request = (int)answer.RequestId;
        if (IsAnswered(request))
        {
            Duplicated++;
        }
        else if (now - SentAt(request) < _options.LostAfter)
        {
            _answeredAt[request] = now.Nanoseconds;
            Answered++;
        }

        NoteGap(now);
    }

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now) => Unreachable++;

    private uint KeyOf(int request) => (uint)(request % _options.Keys);

    private void Send(Instant now)
    {
        if (Sent == _answeredAt.Length)
        {
            Array.Resize(ref _answeredAt, 2 * Sent);
        }

        KeyValueMessage request = new(
            KeyValueOperation.Get, false, KeyValueStatus.Done, _request.Length - KeyValueMessage.HeaderBytes,
            (ulong)Sent, KeyOf(Sent), 0);
        request.Write(_request);
        if (_request.Length >= KeyValueMessage.HeaderBytes + sizeof(long))
        {
            BinaryPrimitives.WriteInt64BigEndian(_request.AsSpan(KeyValueMessage.HeaderBytes), now.Nanoseconds);
        }

        _answeredAt[Sent++] = Unanswered;
        _socket.TrySend(_peer, _request, now);
    }

    private void NoteGap(Instant now)
    {
        if (_lastAnswer is { } last && (LongestGap is not { } longest || now - last > longest.Length))
        {
            LongestGap = new Gap(last, now);
        }

        _lastAnswer = now;
    }
}
