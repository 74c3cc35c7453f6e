using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Workload.Content;
using Xia.Workload.Traces;

namespace Xia.Workload.Guests;

/// <summary>Touches a guest's memory as a recorded guest touched its own.</summary>
/// <remarks>
/// <code>
/// guest time  0        T        2T                 tick k covers [(k−1)T, kT)
///             |·w·r··w·|·r·w·w··|                  its accesses, in an order drawn from the seed,
///                                                  evenly spread, each at the end of its grain
/// </code>
/// A write reads the page, changes it as the trace says and writes it whole: what a page holds is the
/// memory's business alone, so a byte lost on a move stays lost. A silent store writes the bytes that are
/// there. A read touches the page's first word. An access that faults is done again once the page is there,
/// and everything after it waits.
/// </remarks>
public sealed class TraceReplay : IGuestWorkload
{
    /// <summary>Accesses are bundled into this much guest time unless told otherwise.</summary>
    public static readonly Duration UsualGrain = Duration.FromMicroseconds(100);

    private const int FormatVersion = 1;
    private const int Fields = 5;
    private const int ReadBytes = 8;

    private readonly PageTrace _trace;
    private readonly PageContents _contents;
    private readonly IGuestMemory _memory;
    private readonly long _address;
    private readonly TraceEnd _end;
    private readonly Duration _grain;
    private readonly byte[] _page = new byte[IGuestMemory.PageSizeBytes];
    private readonly ChangeLayout _layout = new();
    private ulong _orderSeed;
    private int[] _order = [];
    private int _accesses;
    private int _tick = 1;
    private int _position;
    private long _rounds;

    /// <summary>A replay that begins at guest time zero.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="contents">Its contents; may be shared by replays and threads.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="firstPage">Where in it the recorded guest's page 0 lies.</param>
    /// <param name="random">Draws the order of accesses.</param>
    /// <param name="end">What follows the last tick.</param>
    /// <param name="grain">Into how much guest time accesses are bundled; zero for none.</param>
    public TraceReplay(
        PageTrace trace,
        PageContents contents,
        IGuestMemory memory,
        int firstPage,
        RandomStream random,
        TraceEnd end = TraceEnd.Hold,
        Duration? grain = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(firstPage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trace.PageCount, memory.PageCount - firstPage);
        _trace = trace;
        _contents = contents;
        _memory = memory;
        _address = (long)firstPage * IGuestMemory.PageSizeBytes;
        _end = end;
        _grain = grain ?? UsualGrain;
        ArgumentOutOfRangeException.ThrowIfLessThan(_grain, Duration.Zero);
        _orderSeed = random.NextUInt64();
        Arrange();
    }

    /// <inheritdoc/>
    public Instant? NextTimeout =>
        WaitsForPage is not null || IsOver ? null : DueAt(_position);

    /// <inheritdoc/>
    public int? WaitsForPage { get; private set; }

    /// <summary>Whether the trace has ended and nothing follows.</summary>
    public bool IsOver => _tick > _trace.TickCount;

    /// <summary>The tick of the next access, from 1.</summary>
    public int Tick => _tick;

    /// <summary>How often the trace has been gone through.</summary>
    public long Rounds => _rounds;

    /// <summary>Writes performed so far, silent stores included.</summary>
    public long Writes { get; private set; }

    /// <summary>Reads performed so far.</summary>
    public long Reads { get; private set; }

    /// <summary>
    /// Fills the memory with what the recorded guest held at the start; before the guest first runs.
    /// </summary>
    /// <exception cref="InvalidOperationException">A page is missing.</exception>
    public void Fill()
    {
        ReadOnlySpan<TraceWrite> pages = _trace.Writes(0);
        for (int index = 0; index < pages.Length; index++)
        {
            long address = AddressOf(pages[index].Page);
            _page.AsSpan().Clear();
            _contents.Apply(index, _page, _layout);
            if (!_memory.TryWrite(address, _page).IsDone)
            {
                throw new InvalidOperationException(
                    "The memory is filled before any of its pages is missing.");
            }
        }
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant guestNow)
    {
        while (NextTimeout is { } due && due <= guestNow)
        {
            if (_position < _accesses && !TryAccess(_order[_position]))
            {
                return;
            }

            Advance();
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
        writer.Write(_orderSeed);
        writer.Write(_rounds);
        writer.Write(_tick);
        writer.Write(_position);
    }

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != Fields || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The trace replay is not in format 1.");
        }

        _orderSeed = reader.ReadUInt64();
        _rounds = reader.ReadInt64();
        _tick = reader.ReadInt32();
        int position = reader.ReadInt32();
        if (_rounds < 0 || _tick < 1 || _tick > _trace.TickCount + 1)
        {
            throw new MessagePackSerializationException($"Trace {_trace.Name} has no tick {_tick}.");
        }

        Arrange();
        if (position < 0 || position > _accesses)
        {
            throw new MessagePackSerializationException(
                $"Tick {_tick} of trace {_trace.Name} has no access {position}.");
        }

        _position = position;
        WaitsForPage = null;
    }

    /// <summary>Draws the order of a tick's accesses: writes are counted from 0, reads follow them.</summary>
    private void Arrange()
    {
        _position = 0;
        _accesses = 0;
        if (IsOver)
        {
            return;
        }

        _accesses = _trace.Writes(_tick).Length + _trace.Reads(_tick).Length;
        if (_order.Length < _accesses)
        {
            _order = new int[_accesses];
        }

        Draws draws = new(_orderSeed ^ ((ulong)_tick * 0x9e3779b97f4a7c15) ^ (
            (ulong)_rounds * 0xd1342543de82ef95));
        for (int index = 0; index < _accesses; index++)
        {
            int other = draws.Next(index + 1);
            _order[index] = _order[other];
            _order[other] = index;
        }
    }

    private Instant DueAt(int position)
    {
        long tick = _trace.TickLength.Nanoseconds;
        long start = checked(((_rounds * _trace.TickCount) + _tick - 1) * tick);
        long within = _accesses == 0 || position >= _accesses ? tick : tick * position / _accesses;
        long grain = _grain.Nanoseconds;
        return new Instant(start + (grain == 0 ? within : Math.Min((within + grain) / grain * grain, tick)));
    }

    private bool TryAccess(int access)
    {
        ReadOnlySpan<TraceWrite> writes = _trace.Writes(_tick);
        bool isWrite = access < writes.Length;
        long address = AddressOf(isWrite ? writes[access].Page : _trace.Reads(_tick)[access - writes.Length]);
        Span<byte> bytes = isWrite ? _page : _page.AsSpan(0, ReadBytes);
        AccessOutcome outcome = _memory.TryRead(address, bytes);
        if (outcome.IsDone && isWrite)
        {
            bool changes = _contents.Apply(_trace.FirstWriteIndex(_tick) + access, _page, _layout);
            outcome = _memory.TryWrite(address, changes ? _page : _page.AsSpan(0, ReadBytes));
        }

        if (!outcome.IsDone)
        {
            WaitsForPage = outcome.FaultedPage;
            return false;
        }

        Writes += isWrite ? 1 : 0;
        Reads += isWrite ? 0 : 1;
        return true;
    }

    private void Advance()
    {
        if (_position < _accesses)
        {
            _position++;
            return;
        }

        _tick++;
        if (IsOver && _end == TraceEnd.Loop && _trace.TickCount > 0)
        {
            _tick = 1;
            _rounds++;
        }

        Arrange();
    }

    private long AddressOf(int page) => _address + ((long)page * IGuestMemory.PageSizeBytes);
}
