using System.Buffers.Binary;
using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Transport.Sockets;

namespace Xia.Workload.Services;

/// <summary>
/// A key-value server in a guest: answers datagrams and streams from a store that lies in guest pages.
/// </summary>
/// <remarks>
/// <code>
///   Serving ──a page is missing──▶ Waiting ──the page came──▶ Serving
/// </code>
/// It has one thread: while it waits for a page, datagrams queue (at most
/// <see cref="MaximumWaitingDatagrams"/>) and streams are not read, so that their flow control holds the
/// senders up. What it keeps outside of guest pages (waiting datagrams, halves of requests and answers) is
/// exported with it.
/// </remarks>
public sealed class KeyValueService : IDatagramObserver, IStreamAcceptor, IByteStreamObserver
{
    /// <summary>Most datagrams that wait for a page.</summary>
    public const int MaximumWaitingDatagrams = 256;

    /// <summary>Most streams at a time.</summary>
    public const int MaximumStreams = 1024;

    private const int FormatVersion = 1;
    private const int Fields = 4;
    private const int CounterFields = 8;

    private readonly RingBuffer<WaitingDatagram> _waiting = new(MaximumWaitingDatagrams);
    private readonly SortedDictionary<long, KeyValueSession> _sessions = [];
    private readonly List<long> _toServe = [];
    private readonly byte[] _answer = new byte[KeyValueFrame.MaximumBytes];
    private IDatagramSocket? _socket;
    private ISocketLayer? _layer;
    private bool _isServing;

    /// <summary>A service over a region of pages; nothing is opened yet.</summary>
    public KeyValueService(IGuestMemory memory, int firstPage, int pageCount) =>
        Store = new KeyValueStore(memory, firstPage, pageCount);

    /// <summary>The store itself, for preparation and checks.</summary>
    public KeyValueStore Store { get; }

    /// <summary>What has been counted.</summary>
    public KeyValueServiceCounters Counters { get; } = new();

    /// <summary>The page that the service waits for, or null.</summary>
    public int? WaitsForPage { get; private set; }

    /// <summary>How many datagrams wait.</summary>
    public int WaitingDatagrams => _waiting.Count;

    /// <summary>How many streams there are.</summary>
    public int StreamCount => _sessions.Count;

    /// <summary>
    /// Fills an empty region with keys 0 to <paramref name="keys"/> − 1, each with the value of stamp 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no room for them, or a page is
    /// missing.</exception>
    public void Preload(int keys, int valueBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(valueBytes, NumberedValue.LeastValueBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueBytes, KeyValueStore.MaximumValueBytes);
        StoreOutcome outcome = Store.Format();
        Span<byte> key = stackalloc byte[NumberedValue.KeyBytes];
        byte[] value = new byte[valueBytes];
        for (int number = 0; number < keys && outcome.Status == StoreStatus.Done; number++)
        {
            NumberedValue.WriteKey(key, number);
            NumberedValue.Write(value, number, 0);
            outcome = Store.TrySet(key, value);
        }

        if (outcome.Status != StoreStatus.Done)
        {
            throw new InvalidOperationException(
                $"{keys} keys do not go into {Store.SlotCount} slots ({outcome.Status}); "
                + $"a region of {KeyValueStore.PagesFor(keys)} pages takes them.");
        }
    }

    /// <summary>Opens the service for datagrams and streams.</summary>
    public void Open(ISocketLayer layer, string service)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
        _socket = layer.OpenDatagram(service, this);
        layer.Listen(service, this);
    }

    /// <inheritdoc/>
    public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!KeyValueFrame.TryReadHeader(payload, out KeyValueFrame request) || !request.IsRequest
            || payload.Length != request.LengthBytes)
        {
            Counters.MalformedDatagrams++;
        }
        else if (WaitsForPage is not null || !_waiting.IsEmpty || !TryAnswer(from, request, payload, now))
        {
            Queue(from, payload);
        }
    }

    /// <inheritdoc/>
    public void OnUnreachable(PeerToken peer, Instant now)
    {
        // An answer that cannot be delivered is the client's to ask for again.
    }

    /// <inheritdoc/>
    public void OnAccepted(IByteStream stream, Instant now)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (_sessions.Count >= MaximumStreams)
        {
            Counters.RefusedStreams++;
            stream.Abort(now);
            return;
        }

        stream.Observer = this;
        _sessions[stream.Id] = new KeyValueSession { Stream = stream };
        OnStreamChanged(stream, now);
    }

    /// <inheritdoc/>
    public void OnRestored(IByteStream stream, Instant now)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Observer = this;
        if (!_sessions.TryGetValue(stream.Id, out KeyValueSession? session))
        {
            _sessions[stream.Id] = session = new KeyValueSession();
        }

        session.Stream = stream;
    }

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (WaitsForPage is null && _sessions.TryGetValue(stream.Id, out KeyValueSession? session))
        {
            Serve(session, stream, now);
        }
        else if (stream.Status is StreamStatus.Failed or StreamStatus.Closed)
        {
            _sessions.Remove(stream.Id);
        }
    }

    /// <summary>A page came that was missing; goes on with what waited for it.</summary>
    public void OnPagePresent(int page, Instant now)
    {
        if (WaitsForPage == page)
        {
            OnResumed(now);
        }
    }

    /// <summary>The guest goes on after a move: tries again whatever waits.</summary>
    public void OnResumed(Instant now)
    {
        WaitsForPage = null;
        while (WaitsForPage is null && !_waiting.IsEmpty)
        {
            WaitingDatagram first = _waiting.Head;
            KeyValueFrame.TryReadHeader(first.Payload, out KeyValueFrame request);
            if (TryAnswer(first.From, request, first.Payload, now))
            {
                _waiting.TryDequeue(out _);
            }
        }

        _toServe.Clear();
        _toServe.AddRange(_sessions.Keys);
        foreach (long id in _toServe)
        {
            if (WaitsForPage is null && _sessions.TryGetValue(id, out KeyValueSession? session)
                && session.Stream is { } stream)
            {
                Serve(session, stream, now);
            }
        }
    }

    /// <summary>Saves what is not in guest pages: one MessagePack array.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(FormatVersion);
        writer.WriteArrayHeader(CounterFields);
        writer.Write(Counters.Answered);
        writer.Write(Counters.MalformedDatagrams);
        writer.Write(Counters.OverflowedDatagrams);
        writer.Write(Counters.UnsentAnswers);
        writer.Write(Counters.MalformedStreams);
        writer.Write(Counters.RefusedStreams);
        writer.Write(Counters.PageWaits);
        writer.Write(Counters.CorruptReads);
        writer.WriteArrayHeader(_waiting.Count);
        for (int index = 0; index < _waiting.Count; index++)
        {
            writer.WriteArrayHeader(2);
            writer.Write(_waiting[index].From.Value);
            writer.Write(_waiting[index].Payload.AsSpan());
        }

        writer.WriteArrayHeader(_sessions.Count);
        foreach ((long id, KeyValueSession session) in _sessions)
        {
            writer.WriteArrayHeader(3);
            writer.Write(id);
            session.Export(ref writer);
        }
    }

    /// <summary>Takes a saved state over, before or after the stack restored the streams.</summary>
    /// <exception cref="MessagePackSerializationException">The state cannot be read.</exception>
    public void Import(ref MessagePackReader reader)
    {
        Expect(ref reader, Fields);
        if (reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The key-value service is not in format 1.");
        }

        Expect(ref reader, CounterFields);
        Counters.Answered = reader.ReadInt64();
        Counters.MalformedDatagrams = reader.ReadInt64();
        Counters.OverflowedDatagrams = reader.ReadInt64();
        Counters.UnsentAnswers = reader.ReadInt64();
        Counters.MalformedStreams = reader.ReadInt64();
        Counters.RefusedStreams = reader.ReadInt64();
        Counters.PageWaits = reader.ReadInt64();
        Counters.CorruptReads = reader.ReadInt64();
        WaitsForPage = null;
        _waiting.Clear();
        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            Expect(ref reader, 2);
            PeerToken from = new(reader.ReadInt32());
            byte[] payload = reader.ReadBytes().ToArray();
            bool isRequest = KeyValueFrame.TryReadHeader(payload, out KeyValueFrame request)
                && request.IsRequest
                && request.LengthBytes == payload.Length;
            if (!isRequest || !_waiting.TryEnqueue(new WaitingDatagram(from, payload)))
            {
                throw new MessagePackSerializationException(
                    "The key-value service waits with something impossible.");
            }
        }

        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            Expect(ref reader, 3);
            ImportSession(reader.ReadInt64(), ref reader);
        }
    }

    private void ImportSession(long id, ref MessagePackReader reader)
    {
        if (!_sessions.TryGetValue(id, out KeyValueSession? session))
        {
            if (_sessions.Count >= MaximumStreams)
            {
                throw new MessagePackSerializationException("The key-value service has too many streams.");
            }

            _sessions[id] = session = new KeyValueSession();
            if (_layer?.FindStream(id) is { } stream)
            {
                stream.Observer = this;
                session.Stream = stream;
            }
        }

        session.Import(ref reader);
    }

    /// <summary>
    /// Reads, answers and writes until the stream has nothing more, takes nothing more, or a page is missing.
    /// </summary>
    private void Serve(KeyValueSession session, IByteStream stream, Instant now)
    {
        if (_isServing)
        {
            return;
        }

        _isServing = true;
        try
        {
            bool goesOn = stream.Status is StreamStatus.Open;
            while (goesOn)
            {
                goesOn = TryFlush(session, stream, now) && TryServeOne(session, stream, now);
            }
        }
        finally
        {
            _isServing = false;
        }

        if (stream.Status is StreamStatus.Failed or StreamStatus.Closed)
        {
            _sessions.Remove(stream.Id);
        }
        else if (stream.IsReadEnded && session.Outbound.IsEmpty && session.Inbound.IsEmpty)
        {
            stream.CloseWrite(now);
        }
    }

    private static bool TryFlush(KeyValueSession session, IByteStream stream, Instant now)
    {
        if (!session.Outbound.IsEmpty)
        {
            session.Taken(stream.Write(session.Outbound, now));
        }

        return session.Outbound.IsEmpty;
    }

    private bool TryServeOne(KeyValueSession session, IByteStream stream, Instant now)
    {
        int wanted = KeyValueFrame.HeaderBytes;
        if (session.Inbound.Length >= wanted)
        {
            if (!KeyValueFrame.TryReadHeader(session.Inbound, out KeyValueFrame request)
                || !request.IsRequest)
            {
                Counters.MalformedStreams++;
                stream.Abort(now);
                _sessions.Remove(stream.Id);
                return false;
            }

            wanted = request.LengthBytes;
            if (session.Inbound.Length >= wanted)
            {
                int answerBytes = Execute(request, session.Inbound[..wanted], session.AnswerRoom);
                if (answerBytes < 0)
                {
                    return false;
                }

                session.Answered(wanted, answerBytes);
                return true;
            }
        }

        int got = stream.Read(session.InboundRoom[..(wanted - session.Inbound.Length)], now);
        session.Received(got);
        return got > 0;
    }

    private bool TryAnswer(PeerToken to, in KeyValueFrame request, ReadOnlySpan<byte> payload, Instant now)
    {
        int answerBytes = Execute(request, payload, _answer);
        if (answerBytes < 0)
        {
            return false;
        }

        bool isSent = _socket?.TrySend(to, _answer.AsSpan(0, answerBytes), now) == DatagramOutcome.Sent;
        Counters.UnsentAnswers += isSent ? 0 : 1;
        return true;
    }

    /// <summary>Does what a request asks for and makes the answer.</summary>
    /// <returns>The answer's length, or -1 when a page is missing.</returns>
    private int Execute(in KeyValueFrame request, ReadOnlySpan<byte> bytes, Span<byte> answer)
    {
        ReadOnlySpan<byte> key = bytes.Slice(KeyValueFrame.HeaderBytes, request.KeyBytes);
        KeyValueOperation operation = (KeyValueOperation)request.Code;
        Span<byte> room = answer[KeyValueFrame.HeaderBytes..];
        StoreOutcome outcome = operation == KeyValueOperation.Get
            ? Store.TryGet(key, room)
            : Store.TrySet(key, bytes.Slice(
                KeyValueFrame.HeaderBytes + request.KeyBytes, request.ValueBytes));
        if (outcome.Status == StoreStatus.Fault)
        {
            WaitsForPage = outcome.FaultedPage;
            Counters.PageWaits++;
            return -1;
        }

        int valueBytes = 0;
        if (outcome.Status == StoreStatus.Done)
        {
            valueBytes = outcome.ValueBytes;
            if (operation == KeyValueOperation.Set)
            {
                BinaryPrimitives.WriteUInt64BigEndian(room, outcome.Version);
                valueBytes = sizeof(ulong);
            }
        }

        Counters.CorruptReads += outcome.Status == StoreStatus.Corrupt ? 1 : 0;
        Counters.Answered++;
        KeyValueFrame.WriteAnswer(
            answer, (KeyValueStatus)outcome.Status, operation, valueBytes, request.Number);
        return KeyValueFrame.HeaderBytes + valueBytes;
    }

    private void Queue(PeerToken from, ReadOnlySpan<byte> payload)
    {
        if (_waiting.IsFull)
        {
            Counters.OverflowedDatagrams++;
            return;
        }

        _waiting.TryEnqueue(new WaitingDatagram(from, payload.ToArray()));
    }

    private static void Expect(ref MessagePackReader reader, int fields)
    {
        if (reader.ReadArrayHeader() != fields)
        {
            throw new MessagePackSerializationException($"The key-value service expected {fields} values.");
        }
    }

    private readonly record struct WaitingDatagram(PeerToken From, byte[] Payload);
}
