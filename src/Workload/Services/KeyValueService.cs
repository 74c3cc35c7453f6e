using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Transport.Sockets;
using Xia.Workload.Guests;
using Xia.Workload.Protocol;

namespace Xia.Workload.Services;

/// <summary>A key-value service in a guest: answers datagrams and pipelined streams out of a store in guest pages.</summary>
/// <remarks>
/// It keeps nothing of the store outside of the guest's pages. What travels beside them is what streams have delivered
/// of requests that are not whole yet, and datagrams that wait for a page.
/// </remarks>
public sealed class KeyValueService : IGuestWorkload, IDatagramObserver, IStreamAcceptor, IByteStreamObserver
{
    /// <summary>How many datagrams wait for a missing page before further ones are dropped.</summary>
    public const int MaximumWaitingDatagrams = 1024;

    /// <summary>How many streams are served at once; one that comes on top is aborted.</summary>
    public const int MaximumStreams = 4096;

    private const int FormatVersion = 1;
    private const int MaximumMessageBytes = KeyValueMessage.HeaderBytes + KeyValueMessage.MaximumValueBytes;

    private readonly ISocketLayer _stack;
    private readonly IDatagramSocket _socket;
    private readonly KeyValueStore _store;
    private readonly RingBuffer<WaitingDatagram> _waiting = new(MaximumWaitingDatagrams);
    private readonly SortedDictionary<long, Session> _sessions = [];
    private readonly List<Session> _resumed = [];
    private readonly byte[] _answer = new byte[MaximumMessageBytes];

    /// <summary>A service that listens from now on; its store is whatever the region holds.</summary>
    /// <param name="stack">The guest's stack.</param>
    /// <param name="service">The service's name there.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="regionStart">Where the store begins; a multiple of the page size.</param>
    /// <param name="regionBytes">How long it may be.</param>
    public KeyValueService(
        ISocketLayer stack, string service, IGuestMemory memory, long regionStart, long regionBytes)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(memory);
        _stack = stack;
        _store = new KeyValueStore(memory, regionStart, regionBytes);
        _socket = stack.OpenDatagram(service, this);
        stack.Listen(service, this);
    }

    /// <inheritdoc/>
    public Instant? NextTimeout => null;

    /// <inheritdoc/>
    public int? WaitsForPage { get; private set; }

    /// <summary>How many requests were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>How many datagrams were no request, or found the queue for a missing page full.</summary>
    public long Dropped { get; private set; }

    /// <summary>How many streams were given up because they held no request.</summary>
    public long Aborted { get; private set; }

    /// <summary>Fills the store of a machine that starts: keys 0 to <paramref name="keys"/> − 1, version 0.</summary>
    /// <exception cref="ArgumentException">The region does not hold so many keys.</exception>
    public void Preload(int keys, int valueBytes)
    {
        if (keys > _store.Capacity)
        {
            throw new ArgumentException($"The region holds {_store.Capacity} keys, not {keys}.", nameof(keys));
        }

        byte[] value = new byte[valueBytes];
        _store.Format();
        for (uint key = 0; key < keys; key++)
        {
            ValuePattern.Fill(value, key, 0);
            _store.TrySet(key, 0, value, out _);
        }
    }

    /// <summary>What is wrong with the store, or null; for tests, and for the end of a run.</summary>
    public string? CheckIntegrity() => _store.CheckIntegrity();

    /// <inheritdoc/>
    public void OnTimeout(Instant guestNow)
    {
    }

    /// <inheritdoc/>
    public void OnPagePresent(int page, Instant guestNow)
    {
        WaitsForPage = null;
        while (!_waiting.IsEmpty && Serve(_waiting.Head.From, _waiting.Head.Message, guestNow))
        {
            _waiting.TryDequeue(out _);
        }

        _resumed.Clear();
        _resumed.AddRange(_sessions.Values);
        foreach (Session session in _resumed)
        {
            Serve(session, guestNow);
        }
    }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!KeyValueMessage.TryRead(payload, out KeyValueMessage request) || request.IsAnswer
            || payload.Length != KeyValueMessage.HeaderBytes + request.ValueBytes)
        {
            Dropped++;
        }
        else if (WaitsForPage is not null || !Serve(from, payload, now))
        {
            if (!_waiting.TryEnqueue(new WaitingDatagram(from, payload.ToArray())))
            {
                Dropped++;
            }
        }
    }

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAccepted(IByteStream stream, Instant now)
    {
        if (_sessions.Count == MaximumStreams)
        {
            Aborted++;
            stream.Abort(now);
            return;
        }

        _sessions.Add(stream.Id, new Session(stream));
        stream.Observer = this;
        Serve(_sessions[stream.Id], now);
    }

    /// <inheritdoc/>
    public void OnRestored(IByteStream stream, Instant now)
    {
        stream.Observer = this;
        if (_sessions.TryGetValue(stream.Id, out Session? known))
        {
            known.Stream = stream;
        }
        else
        {
            _sessions.Add(stream.Id, new Session(stream));
        }
    }

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        if (_sessions.TryGetValue(stream.Id, out Session? session))
        {
            Serve(session, now);
        }
    }

    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(FormatVersion);
        writer.WriteArrayHeader(_sessions.Count);
        foreach (Session session in _sessions.Values)
        {
            writer.WriteArrayHeader(2);
            writer.Write(session.Stream.Id);
            writer.Write(session.Buffer.AsSpan(0, session.Buffered));
        }

        writer.WriteArrayHeader(_waiting.Count);
        for (int i = 0; i < _waiting.Count; i++)
        {
            writer.WriteArrayHeader(2);
            writer.Write(_waiting[i].From.Value);
            writer.Write(_waiting[i].Message);
        }
    }

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 3 || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The key-value service's state is not in format 1.");
        }

        int sessions = reader.ReadArrayHeader();
        for (int i = 0; i < sessions; i++)
        {
            ExpectPair(ref reader);
            long id = reader.ReadInt64();
            ReadOnlySpan<byte> buffered = reader.ReadBytes();
            if (_stack.FindStream(id) is not { } stream || buffered.Length > MaximumMessageBytes)
            {
                throw new MessagePackSerializationException($"The service's stream {id} is not among the stack's.");
            }

            OnRestored(stream, Instant.Zero);
            buffered.CopyTo(_sessions[id].Buffer);
            _sessions[id].Buffered = buffered.Length;
        }

        int waiting = reader.ReadArrayHeader();
        for (int i = 0; i < waiting; i++)
        {
            ExpectPair(ref reader);
            _waiting.TryEnqueue(new WaitingDatagram(new PeerToken(reader.ReadInt32()), reader.ReadBytes().ToArray()));
        }
    }

    private static void ExpectPair(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2)
        {
            throw new MessagePackSerializationException("The key-value service's state has no pair where one belongs.");
        }
    }

    private bool Serve(PeerToken from, ReadOnlySpan<byte> message, Instant now)
    {
        if (!TryAnswer(message, out int answerBytes))
        {
            return false;
        }

        _socket.TrySend(from, _answer.AsSpan(0, answerBytes), now);
        return true;
    }

    private void Serve(Session session, Instant now)
    {
        IByteStream stream = session.Stream;
        while (stream.Status == StreamStatus.Open && stream.WritableBytes >= MaximumMessageBytes)
        {
            if (!session.TryFill(now))
            {
                if (session.IsHopeless)
                {
                    Aborted++;
                    stream.Abort(now);
                }

                break;
            }

            if (!TryAnswer(session.Buffer.AsSpan(0, session.Buffered), out int answerBytes))
            {
                return;
            }

            session.Buffered = 0;
            stream.Write(_answer.AsSpan(0, answerBytes), now);
        }

        if (stream.IsReadEnded && session.Buffered == 0)
        {
            stream.CloseWrite(now);
        }

        if (stream.Status is StreamStatus.Closed or StreamStatus.Failed)
        {
            _sessions.Remove(stream.Id);
        }
    }

    /// <summary>Makes the answer to a whole request; false when a page is missing and nothing was done.</summary>
    private bool TryAnswer(ReadOnlySpan<byte> message, out int answerBytes)
    {
        KeyValueMessage.TryRead(message, out KeyValueMessage request);
        KeyValueMessage answer;
        AccessOutcome outcome;
        if (request.Operation == KeyValueOperation.Get)
        {
            Span<byte> value = _answer.AsSpan(KeyValueMessage.HeaderBytes);
            outcome = _store.TryGet(request.Key, value, out bool found, out int valueBytes, out uint version);
            answer = request.Answer(found ? KeyValueStatus.Done : KeyValueStatus.NotFound, valueBytes, version);
        }
        else
        {
            ReadOnlySpan<byte> value = message[KeyValueMessage.HeaderBytes..];
            outcome = _store.TrySet(request.Key, request.Version, value, out KeyValueStatus status);
            answer = request.Answer(status, 0, request.Version);
        }

        answerBytes = KeyValueMessage.HeaderBytes + answer.ValueBytes;
        if (!outcome.IsDone)
        {
            WaitsForPage = outcome.FaultedPage;
            return false;
        }

        answer.Write(_answer);
        Answered++;
        return true;
    }

    private readonly record struct WaitingDatagram(PeerToken From, byte[] Message);

    private sealed class Session(IByteStream stream)
    {
        public IByteStream Stream { get; set; } = stream;

        public byte[] Buffer { get; } = new byte[MaximumMessageBytes];

        public int Buffered { get; set; }

        /// <summary>Whether what arrived is no request.</summary>
        public bool IsHopeless { get; private set; }

        /// <summary>Reads on until a whole request is there; false when it is not.</summary>
        public bool TryFill(Instant now)
        {
            if (!TryReadTo(KeyValueMessage.HeaderBytes, now))
            {
                return false;
            }

            if (!KeyValueMessage.TryRead(Buffer.AsSpan(0, KeyValueMessage.HeaderBytes), out KeyValueMessage request)
                || request.IsAnswer)
            {
                IsHopeless = true;
                return false;
            }

            return TryReadTo(KeyValueMessage.HeaderBytes + request.ValueBytes, now);
        }

        private bool TryReadTo(int lengthBytes, Instant now)
        {
            if (Buffered < lengthBytes)
            {
                Buffered += Stream.Read(Buffer.AsSpan(Buffered, lengthBytes - Buffered), now);
            }

            return Buffered >= lengthBytes;
        }
    }
}
