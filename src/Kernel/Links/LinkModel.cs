using Xia.Kernel.Collections;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;

namespace Xia.Kernel.Links;

/// <summary>
/// One direction of a link, as sizes and instants: a drop-tail queue, a transmitter, a propagation delay.
/// </summary>
/// <remarks>
/// <code>
/// offered → [ queue, limited in bytes ] → transmitter (rate) → delay + jitter → arrival
///                                                     │ departure
/// </code>
/// Everything is known when a frame is offered, so that nothing has to be scheduled but the arrival. The
/// frames that have not left yet are remembered by departure and size, which makes the queue exact: what
/// waits is all of them but the first, which is being transmitted. A frame that departs at an instant has
/// left at that instant. Frames never overtake one another, whatever the jitter draws. Instants that are
/// passed in never run backward.
/// </remarks>
public sealed class LinkModel
{
    /// <summary>The most frames that wait, whatever their size.</summary>
    public const int MaximumQueuedFrames = 1 << 20;

    private readonly RandomStream _lossDraws;
    private readonly RandomStream _jitterDraws;
    private readonly RingBuffer<Pending> _pending = new(MaximumQueuedFrames + 1);
    private LinkOptions _options;
    private bool _isUp = true;
    private int _lastLengthBytes = -1;
    private Duration _lastTransmission;
    private Instant _lastNow;
    private Instant _lastDeparture;
    private Instant _lastArrival;
    private long _pendingBytes;
    private Count _accepted;
    private Count _lost;
    private Count _queueFull;
    private Count _down;
    private Count _cutOff;
    private Count _transmitted;
    private long _peakQueuedBytes;

    /// <summary>A link that is up and idle.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="lossDraws">
    /// Decides which frames are lost; drawn from only while loss is configured.
    /// </param>
    /// <param name="jitterDraws">Decides the jitter; drawn from only while jitter is configured.</param>
    /// <exception cref="ArgumentException">An option means nothing.</exception>
    public LinkModel(LinkOptions options, RandomStream lossDraws, RandomStream jitterDraws)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lossDraws);
        ArgumentNullException.ThrowIfNull(jitterDraws);
        options.Validate();
        _options = options;
        _lossDraws = lossDraws;
        _jitterDraws = jitterDraws;
    }

    /// <summary>How it behaves now.</summary>
    public LinkOptions Options => _options;

    /// <summary>Whether it takes frames.</summary>
    public bool IsUp => _isUp;

    /// <summary>When the last frame accepted so far has left; in the past when the link is idle.</summary>
    public Instant BusyUntil => _lastDeparture;

    /// <summary>Decides what becomes of a frame.</summary>
    /// <param name="lengthBytes">
    /// How long the frame is, without <see cref="LinkOptions.OverheadBytes"/>.
    /// </param>
    /// <param name="now">When it is offered.</param>
    /// <param name="departure">
    /// When its last bit leaves, if it was accepted or lost; else <see cref="Instant.MaxValue"/>.
    /// </param>
    /// <param name="arrival">
    /// When its last bit arrives, if it was accepted; else <see cref="Instant.MaxValue"/>.
    /// </param>
    public LinkVerdict Offer(int lengthBytes, Instant now, out Instant departure, out Instant arrival)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lengthBytes);
        Advance(now);
        departure = Instant.MaxValue;
        arrival = Instant.MaxValue;
        if (!_isUp)
        {
            _down.Add(lengthBytes);
            return LinkVerdict.Down;
        }

        if (!_pending.IsEmpty && !HasRoomFor(lengthBytes))
        {
            _queueFull.Add(lengthBytes);
            return LinkVerdict.QueueFull;
        }

        departure = Instant.Max(now, _lastDeparture) + TransmissionOf(lengthBytes);
        _lastDeparture = departure;
        _pending.TryEnqueue(new Pending(departure, lengthBytes));
        _pendingBytes += lengthBytes;
        _peakQueuedBytes = Math.Max(_peakQueuedBytes, WaitingBytes);
        if (_options.LossPartsPerBillion > 0 && _lossDraws.NextChance(_options.LossPartsPerBillion))
        {
            _lost.Add(lengthBytes);
            return LinkVerdict.Lost;
        }

        arrival = Instant.Max(departure + _options.Delay + DrawJitter(), _lastArrival);
        _lastArrival = arrival;
        _accepted.Add(lengthBytes);
        return LinkVerdict.Accepted;
    }

    /// <summary>
    /// Behaves differently for the frames offered from now on; those accepted keep their instants.
    /// </summary>
    /// <exception cref="ArgumentException">An option means nothing.</exception>
    public void SetOptions(LinkOptions options, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Advance(now);
        _options = options;
        _lastLengthBytes = -1;
    }

    /// <summary>Takes the link up or down.</summary>
    /// <remarks>
    /// Going down cuts off the frame that is being transmitted and empties the queue. Whoever holds frames
    /// that this direction accepted and that have not arrived by now discards them: what is on the wire is
    /// lost too.
    /// </remarks>
    public void SetUp(bool isUp, Instant now)
    {
        Advance(now);
        if (_isUp && !isUp)
        {
            _cutOff.Add(_pendingBytes, _pending.Count);
            _pending.Clear();
            _pendingBytes = 0;
            _lastDeparture = now;
            _lastArrival = now;
        }

        _isUp = isUp;
    }

    /// <summary>
    /// How many bytes of frames wait at an instant; the frame that is being transmitted does not wait.
    /// </summary>
    public long QueuedBytes(Instant now)
    {
        Advance(now);
        return WaitingBytes;
    }

    /// <summary>What has been counted up to an instant.</summary>
    public LinkCounters Counters(Instant now)
    {
        Advance(now);
        return new LinkCounters
        {
            AcceptedFrames = _accepted.Frames,
            AcceptedBytes = _accepted.Bytes,
            LostFrames = _lost.Frames,
            LostBytes = _lost.Bytes,
            QueueFullFrames = _queueFull.Frames,
            QueueFullBytes = _queueFull.Bytes,
            DownFrames = _down.Frames,
            DownBytes = _down.Bytes,
            CutOffFrames = _cutOff.Frames,
            CutOffBytes = _cutOff.Bytes,
            TransmittedFrames = _transmitted.Frames,
            TransmittedBytes = _transmitted.Bytes,
            PeakQueuedBytes = _peakQueuedBytes,
        };
    }

    private long WaitingBytes => _pending.IsEmpty ? 0 : _pendingBytes - _pending.Head.LengthBytes;

    private void Advance(Instant now)
    {
        if (now < _lastNow)
        {
            throw new InvalidOperationException($"Time ran backward on a link: {now} after {_lastNow}.");
        }

        _lastNow = now;
        while (!_pending.IsEmpty && _pending.Head.Departure <= now)
        {
            _pending.TryDequeue(out Pending left);
            _pendingBytes -= left.LengthBytes;
            _transmitted.Add(left.LengthBytes);
        }
    }

    private bool HasRoomFor(int lengthBytes) =>
        !_pending.IsFull && WaitingBytes + lengthBytes <= _options.QueueBytes;

    /// <summary>Mostly frames of one length follow on each other, and a division takes its time.</summary>
    private Duration TransmissionOf(int lengthBytes)
    {
        if (lengthBytes != _lastLengthBytes)
        {
            _lastLengthBytes = lengthBytes;
            _lastTransmission = _options.RateBitsPerSecond == LinkOptions.UnlimitedRate
                ? Duration.Zero
                : Duration.OfTransmission(
                    (long)lengthBytes + _options.OverheadBytes, _options.RateBitsPerSecond);
        }

        return _lastTransmission;
    }

    private Duration DrawJitter() =>
        _options.Jitter == Duration.Zero
            ? Duration.Zero
            : new Duration((long)_jitterDraws.NextUInt64((ulong)_options.Jitter.Nanoseconds + 1));

    private readonly record struct Pending(Instant Departure, int LengthBytes);

    private record struct Count(long Frames, long Bytes)
    {
        public void Add(long lengthBytes, int frames = 1)
        {
            Frames += frames;
            Bytes += lengthBytes;
        }
    }
}
