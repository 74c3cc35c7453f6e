using System.Numerics;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Workload.Content;

namespace Xia.Workload.Guests;

/// <summary>Writes classes of pages (hot, warm, cold …) at given rates.</summary>
/// <remarks>
/// <code>
/// region  |   hot   |     warm     |            cold            |     classes lie one after another
/// tick    each millisecond of guest time: per class a count of writes, then that many writes
/// </code>
/// A Poisson process per page of equal rates is one Poisson process per class with a uniformly drawn page, so
/// a class costs one draw of a count per tick, not a timer per page. An even class carries the fraction of a
/// write that is left over to the next tick, so its rate is exact, and goes through its pages in an order
/// that jumps about.
/// </remarks>
public sealed class PageWriter : IGuestWorkload
{
    /// <summary>The guest time between two bundles of writes.</summary>
    public static readonly Duration Tick = Duration.FromMilliseconds(1);

    private const int FormatVersion = 1;
    private const int Fields = 8;
    private const int ClassFields = 2;
    private const long TicksPerSecond = 1000;

    private readonly IGuestMemory _memory;
    private readonly PageWriterClass[] _classes;
    private readonly int[] _firstPages;
    private readonly PoissonCount[] _poisson;
    private readonly int[] _strides;
    private readonly long[] _credits;
    private readonly long[] _turns;
    private readonly WriteSource _source = new();
    private readonly byte[] _bytes = new byte[IGuestMemory.PageSizeBytes];
    private Draws _draws;
    private long _ticks;
    private int _class;
    private int _left;
    private bool _isCounted;

    /// <summary>A writer that begins at guest time zero.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="firstPage">Where the first class starts.</param>
    /// <param name="classes">The classes in order of their pages.</param>
    /// <param name="random">Draws everything.</param>
    public PageWriter(
        IGuestMemory memory, int firstPage, IReadOnlyList<PageWriterClass> classes, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(firstPage);
        _memory = memory;
        _classes = [.. classes];
        _firstPages = new int[_classes.Length];
        _poisson = new PoissonCount[_classes.Length];
        _strides = new int[_classes.Length];
        _credits = new long[_classes.Length];
        _turns = new long[_classes.Length];
        _draws = new Draws(random.NextUInt64());
        long end = firstPage;
        for (int index = 0; index < _classes.Length; index++)
        {
            PageWriterClass one = _classes[index];
            one.Check();
            _firstPages[index] = (int)end;
            _poisson[index] = new PoissonCount(
                one.IsPoisson ? one.WritesPerSecond / (double)TicksPerSecond : 0);
            _strides[index] = StrideOf(one.PageCount);
            end += one.PageCount;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(end, memory.PageCount, nameof(classes));
        }
    }

    /// <inheritdoc/>
    public Instant? NextTimeout =>
        WaitsForPage is not null || _classes.Length == 0 ? null : Instant.Zero + (Tick * (_ticks + 1));

    /// <inheritdoc/>
    public int? WaitsForPage { get; private set; }

    /// <summary>Writes performed so far.</summary>
    public long Writes { get; private set; }

    /// <inheritdoc/>
    public void OnTimeout(Instant guestNow)
    {
        while (NextTimeout is { } due && due <= guestNow)
        {
            if (!TryTick())
            {
                return;
            }

            _ticks++;
        }
    }

    /// <inheritdoc/>
    public void OnPagePresent(int page, Instant guestNow)
    {
        if (WaitsForPage == page)
        {
            WaitsForPage = null;
            OnTimeout(guestNow);
        }
    }

    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(FormatVersion);
        writer.Write(_draws.State);
        writer.Write(_ticks);
        writer.Write(_class);
        writer.Write(_left);
        writer.Write(_isCounted);
        writer.Write(Writes);
        writer.WriteArrayHeader(_classes.Length);
        for (int index = 0; index < _classes.Length; index++)
        {
            writer.WriteArrayHeader(ClassFields);
            writer.Write(_credits[index]);
            writer.Write(_turns[index]);
        }
    }

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != Fields || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The page writer is not in format 1.");
        }

        _draws = new Draws(reader.ReadUInt64());
        _ticks = reader.ReadInt64();
        _class = reader.ReadInt32();
        _left = reader.ReadInt32();
        _isCounted = reader.ReadBoolean();
        Writes = reader.ReadInt64();
        if (_ticks < 0 || _class < 0 || _class > _classes.Length || _left < 0
            || reader.ReadArrayHeader() != _classes.Length)
        {
            throw new MessagePackSerializationException(
                $"The page writer does not have {_classes.Length} classes.");
        }

        for (int index = 0; index < _classes.Length; index++)
        {
            if (reader.ReadArrayHeader() != ClassFields)
            {
                throw new MessagePackSerializationException("A class of the page writer has other values.");
            }

            _credits[index] = reader.ReadInt64();
            _turns[index] = reader.ReadInt64();
            if (_credits[index] is < 0 or >= TicksPerSecond || _turns[index] < 0)
            {
                throw new MessagePackSerializationException("A class of the page writer is out of range.");
            }
        }

        WaitsForPage = null;
    }

    /// <summary>Does the writes of one tick, from where a fault stopped it.</summary>
    private bool TryTick()
    {
        for (; _class < _classes.Length; _class++, _isCounted = false)
        {
            if (!_isCounted)
            {
                _left = Count(_class);
                _isCounted = true;
            }

            for (; _left > 0; _left--)
            {
                if (!TryWrite(_class))
                {
                    return false;
                }
            }
        }

        _class = 0;
        return true;
    }

    private int Count(int index)
    {
        PageWriterClass one = _classes[index];
        if (one.IsPoisson)
        {
            return _poisson[index].Next(ref _draws);
        }

        long credit = _credits[index] + one.WritesPerSecond;
        _credits[index] = credit % TicksPerSecond;
        return (int)(credit / TicksPerSecond);
    }

    private bool TryWrite(int index)
    {
        PageWriterClass one = _classes[index];
        Draws before = _draws;
        int page = one.IsPoisson
            ? _draws.Next(one.PageCount)
            : (int)(_turns[index] % one.PageCount * _strides[index] % one.PageCount);
        int offset = _draws.Next(IGuestMemory.PageSizeBytes / one.BytesPerWrite) * one.BytesPerWrite;
        long address = ((long)(_firstPages[index] + page) * IGuestMemory.PageSizeBytes) + offset;
        Span<byte> bytes = _bytes.AsSpan(0, one.BytesPerWrite);
        AccessOutcome outcome = _memory.TryRead(address, bytes);
        if (outcome.IsDone)
        {
            _source.Fill(one.Content, bytes, page, offset, ref _draws);
            outcome = _memory.TryWrite(address, bytes);
        }

        if (!outcome.IsDone)
        {
            _draws = before;
            WaitsForPage = outcome.FaultedPage;
            return false;
        }

        _turns[index]++;
        Writes++;
        return true;
    }

    /// <summary>
    /// A step near the golden section that has no divisor in common with the count, so that it visits all.
    /// </summary>
    private static int StrideOf(int pageCount)
    {
        int stride = Math.Max((int)(pageCount * 0.6180339887), 1);
        while (BigInteger.GreatestCommonDivisor(stride, pageCount) != 1)
        {
            stride++;
        }

        return stride;
    }
}
