using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>
/// The receiving direction: puts bytes in order, decides on acknowledgements and the window.
/// </summary>
/// <remarks>
/// <code>
///        readable        gaps and ranges
/// |read ─────────▶ next ·····[##]···[#]····▶ edge told to the peer ···▶ read + buffer
/// </code>
/// </remarks>
internal sealed class StreamReceiver
{
    private const int SegmentsPerAck = 2;
    private const int MaximumDuplicatesOwed = 1024;
    private const long NoFin = -1;

    private readonly StreamOptions _options;
    private readonly OffsetRing _ring = new();
    private readonly OffsetRanges _ranges;
    private SequenceSpace _space;
    private int _segmentBytes;
    private long _next;
    private long _read = 1;
    private long _edge;
    private long _fin = NoFin;
    private int _segmentsToAck;
    private bool _ackNow;
    private int _duplicatesOwed;

    public StreamReceiver(StreamOptions options)
    {
        _options = options;
        _segmentBytes = options.MaximumSegmentBytes;
        _ranges = new OffsetRanges(options.MaximumOutOfOrderRanges);
    }

    /// <summary>The number of the next byte expected, for the acknowledgement field.</summary>
    public uint NextNumber => _space.NumberOf(_next);

    /// <summary>The offset of the next byte expected.</summary>
    public long Next => _next;

    /// <summary>Whether the peer's FIN and all before it have arrived.</summary>
    public bool IsFinReceived { get; private set; }

    /// <summary>How many bytes are in order and unread.</summary>
    public int ReadableBytes => (int)(EndOfData - _read);

    /// <summary>When a delayed acknowledgement is due.</summary>
    public Instant? AckAt { get; private set; }

    /// <summary>Whether an acknowledgement is to be sent at once.</summary>
    public bool IsAckDue => _ackNow || _duplicatesOwed > 0;

    /// <summary>
    /// Whether duplicate acknowledgements wait, which must go out one by one, before any data.
    /// </summary>
    public bool IsDuplicateDue => _duplicatesOwed > 0;

    private long EndOfData => IsFinReceived ? _fin : Math.Max(_next, 1);

    /// <summary>The peer takes and sends only segments of this size.</summary>
    public void LimitSegment(int segmentBytes) => _segmentBytes = segmentBytes;

    /// <summary>The peer's SYN arrived.</summary>
    public void OnSyn(uint number)
    {
        _space = new SequenceSpace(number);
        _next = 1;
        _edge = 1;
    }

    /// <summary>The offset that a number on the wire stands for.</summary>
    public long OffsetOf(uint number) => _space.OffsetOf(number, _next);

    /// <summary>Whether a segment touches the window (RFC 9293, 3.10.7.4, first check).</summary>
    public bool IsAcceptable(long offset, long lengthIncludingControl)
    {
        if (offset == _next)
        {
            return true;
        }

        // A sender that has filled the window acknowledges from its very edge, which RFC 9293's table would
        // refuse.
        return lengthIncludingControl == 0
            ? offset > _next && offset <= _edge
            : offset < _edge && offset + lengthIncludingControl > _next;
    }

    /// <summary>Takes the payload and FIN of an acceptable segment.</summary>
    /// <returns>Whether something new came into order.</returns>
    public bool OnData(long offset, ReadOnlySpan<byte> payload, bool hasFin, Instant now)
    {
        if (payload.IsEmpty && !hasFin)
        {
            return false;
        }

        long limit = _fin == NoFin ? _read + _options.ReceiveBufferBytes : _fin;
        if (offset < _next)
        {
            int known = (int)Math.Min(_next - offset, payload.Length);
            payload = payload[known..];
            offset += known;
        }

        if (offset + payload.Length > limit)
        {
            payload = payload[..(int)Math.Max(limit - offset, 0)];
            hasFin = false;
        }

        if (hasFin && _fin == NoFin && IsPlausibleFin(offset + payload.Length))
        {
            _fin = offset + payload.Length;
        }

        return Place(offset, payload, now);
    }

    /// <summary>Gives bytes in order.</summary>
    public int Read(Span<byte> destination)
    {
        int lengthBytes = Math.Min(destination.Length, ReadableBytes);
        _ring.Read(_read, destination[..lengthBytes]);
        _read += lengthBytes;

        // As in Linux, an update is worth a segment when the peer's view is below half the buffer and would
        // double.
        long knownBytes = _edge - _next;
        long newBytes = _read + _options.ReceiveBufferBytes - _next;
        bool isWorth = newBytes - knownBytes >= LeastAdvanceBytes && newBytes >= 2 * knownBytes;
        if (lengthBytes > 0 && !IsFinReceived && isWorth && 2 * knownBytes <= _options.ReceiveBufferBytes)
        {
            _ackNow = true;
        }

        return lengthBytes;
    }

    /// <summary>An acknowledgement is to go out at once.</summary>
    public void RequestAck() => _ackNow = true;

    /// <summary>A delayed acknowledgement is due now.</summary>
    public void OnTimeout(Instant now)
    {
        if (AckAt is { } deadline && now >= deadline)
        {
            AckAt = null;
            _ackNow = true;
        }
    }

    /// <summary>The window to tell in a segment that goes out now.</summary>
    public uint AdvanceWindow()
    {
        // Silly window avoidance (RFC 9293, 3.8.6.2.2): the edge moves by whole segments and never back.
        long edge = _read + _options.ReceiveBufferBytes;
        if (edge - _edge >= LeastAdvanceBytes)
        {
            _edge = edge;
        }

        return (uint)Math.Max(_edge - _next, 0);
    }

    /// <summary>A segment with an acknowledgement goes out; a pure one settles one owed duplicate.</summary>
    public void OnAckSent(bool isPure)
    {
        if (isPure && _duplicatesOwed > 0)
        {
            _duplicatesOwed--;
        }

        _ackNow = false;
        _segmentsToAck = 0;
        AckAt = null;
    }

    /// <summary>
    /// The connection is over: nothing is acknowledged any more, and no memory kept for nothing.
    /// </summary>
    public void Stop()
    {
        _ackNow = false;
        _duplicatesOwed = 0;
        _segmentsToAck = 0;
        AckAt = null;
        _ranges.Clear();
        if (ReadableBytes == 0)
        {
            _ring.Release();
        }
    }

    /// <summary>Saves the direction with all bytes that are not read.</summary>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(13);
        writer.Write(_space.Initial);
        writer.Write(_segmentBytes);
        writer.Write(_next);
        writer.Write(_read);
        writer.Write(_edge);
        writer.Write(_fin);
        writer.Write(IsFinReceived);
        writer.Write(_segmentsToAck);
        writer.Write(_ackNow);
        writer.Write(_duplicatesOwed);
        SavedTime.Write(ref writer, AckAt, now);
        SavedBytes.Write(ref writer, _ring, _read, EndOfData);
        writer.WriteArrayHeader(2 * _ranges.Count);
        for (int i = 0; i < _ranges.Count; i++)
        {
            writer.Write(_ranges[i].Start);
            SavedBytes.Write(ref writer, _ring, _ranges[i].Start, _ranges[i].End);
        }
    }

    /// <summary>Takes a saved direction over.</summary>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        SavedTime.Require(reader.ReadArrayHeader() == 13, "a receiving direction of 13 values");
        _space = new SequenceSpace(reader.ReadUInt32());
        _segmentBytes = reader.ReadInt32();
        _next = reader.ReadInt64();
        _read = reader.ReadInt64();
        _edge = reader.ReadInt64();
        _fin = reader.ReadInt64();
        IsFinReceived = reader.ReadBoolean();
        _segmentsToAck = reader.ReadInt32();
        _ackNow = reader.ReadBoolean();
        _duplicatesOwed = reader.ReadInt32();
        AckAt = SavedTime.Read(ref reader, now);
        long limit = _read + _options.ReceiveBufferBytes;
        SavedTime.Require(
            _segmentBytes > 0 && _segmentBytes <= _options.MaximumSegmentBytes, "a segment size in range");
        SavedTime.Require(
            _read >= 1 && _read < long.MaxValue / 2 && _next >= 0 && _next <= limit + 1, "offsets in range");
        SavedTime.Require(
            EndOfData >= _read && EndOfData <= limit && _edge >= 0 && _edge <= limit, "offsets in order");
        SavedTime.Require(
            _fin == NoFin ? !IsFinReceived : _fin >= Math.Max(_next, 1) - 1 && _fin <= limit, "FIN in range");
        SavedTime.Require(!IsFinReceived || _next == _fin + 1, "a FIN in order");
        SavedTime.Require(
            _segmentsToAck >= 0 && _duplicatesOwed is >= 0 and <= MaximumDuplicatesOwed, "counts in range");
        SavedBytes.Read(ref reader, _ring, _read, _read, EndOfData - _read);
        ImportRanges(ref reader, limit);
    }

    private long LeastAdvanceBytes => Math.Min(_segmentBytes, _options.ReceiveBufferBytes / 2);

    private bool IsPlausibleFin(long fin) =>
        fin >= _next && (_ranges.Count == 0 || fin >= _ranges[_ranges.Count - 1].End);

    private bool Place(long offset, ReadOnlySpan<byte> payload, Instant now)
    {
        if (offset > _next)
        {
            PlaceBeyondGap(offset, payload);
            return false;
        }

        if (IsFinReceived || (payload.IsEmpty && _fin != _next))
        {
            // All of it was here before: its acknowledgement was lost.
            _ackNow = true;
            return false;
        }

        bool closesGap = _ranges.Count > 0;
        _ring.Write(_read, _next, payload);
        _next = _ranges.Absorb(_next + payload.Length);
        if (_next == _fin)
        {
            _next++;
            IsFinReceived = true;
            _ranges.Clear();
        }

        // RFC 5681, 4.2: at once when a gap closes, or at the second segment; otherwise a little later.
        _duplicatesOwed = 0;
        _segmentsToAck++;
        _ackNow |= closesGap || IsFinReceived || _segmentsToAck >= SegmentsPerAck;
        AckAt ??= now + _options.DelayedAck;
        return true;
    }

    private void PlaceBeyondGap(long offset, ReadOnlySpan<byte> payload)
    {
        if (!payload.IsEmpty && _ranges.TryAdd(offset, offset + payload.Length))
        {
            _ring.Write(_read, offset, payload);
        }

        _duplicatesOwed = Math.Min(_duplicatesOwed + 1, MaximumDuplicatesOwed);
    }

    private void ImportRanges(ref MessagePackReader reader, long limit)
    {
        int values = reader.ReadArrayHeader();
        SavedTime.Require(
            values % 2 == 0 && values / 2 <= _options.MaximumOutOfOrderRanges, "a bounded set of ranges");
        long previousEnd = _next;
        for (int i = 0; i < values; i += 2)
        {
            long start = reader.ReadInt64();
            SavedTime.Require(start > previousEnd && start < limit, "ranges in rising order");
            previousEnd = SavedBytes.Read(ref reader, _ring, _read, start, limit - start, isExact: false);
            SavedTime.Require(
                previousEnd > start && _ranges.TryAdd(start, previousEnd), "ranges of at least one byte");
        }
    }
}
