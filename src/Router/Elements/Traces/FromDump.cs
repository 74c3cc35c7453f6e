using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Analysis;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>Reads packets from a capture file: pcap or pcapng, in either byte order.</summary>
/// <syntax>
/// FromDump(FILENAME [, TIMING false, keywords STOP false, ACTIVE true, SAMPLE 1, FORCE_IP false, START,
/// START_AFTER, END, END_AFTER, INTERVAL, END_CALL, FILEPOS 0, MMAP])
/// </syntax>
/// <remarks>
/// FILENAME - is the standard input; a file may be compressed with gzip. STOP asks the router to stop at the
/// end. TIMING keeps the distances of the time stamps. SAMPLE is the chance of a packet to be emitted.
/// FORCE_IP emits IP packets only, with their headers marked; others leave at output 1, if there is one; it
/// is set for files of raw IP packets. START and END are times since 1970, START_AFTER and END_AFTER count
/// from the first packet, INTERVAL from the start: packets before are skipped, the first one at or behind the
/// end ends the file, or calls END_CALL (default: active false), which may move the end. FILEPOS is where in
/// the (expanded) file to begin. MMAP is read and means nothing.
/// <para>
/// Packets carry time stamps, the mark of the link header, and the annotation of extra length where the
/// capture kept less than there was. Pushes when its output is push, else gives on pull.
/// </para>
/// </remarks>
/// <handler name="count" access="r">Packets emitted so far.</handler>
/// <handler name="reset_counts" access="w">Sets count to 0.</handler>
/// <handler name="active" access="rw">Whether packets are emitted.</handler>
/// <handler name="sampling_prob" access="r">SAMPLE.</handler>
/// <handler name="encap" access="r">What packets begin with, as ToDump's ENCAP takes it.</handler>
/// <handler name="filename" access="r">FILENAME.</handler>
/// <handler name="filesize" access="r">Length of the file in bytes, or - when not known.</handler>
/// <handler name="filepos" access="rw">Where in the (expanded) file reading goes on.</handler>
/// <handler name="packet_filepos" access="r">Where in the file the last packet stood.</handler>
/// <handler name="extend_interval" access="w">Moves the end on by a time, and sets active to true.</handler>
/// <handler name="reset_timing" access="w">Takes the next packet's time for the first one's.</handler>
/// <handler name="stop" access="w">Sets active to false and asks the router to stop.</handler>
public sealed class FromDump : Element, INotifierSource
{
    private const int MostSkippedPerFiring = 16;

    private readonly Notifier _notEmpty = new();
    private readonly DumpRange _range = new();
    private TraceInput? _input;
    private CaptureReader? _reader;
    private RouterTask? _task;
    private RouterTimer _timer = null!;
    private RandomStream _random = null!;
    private HandlerCall? _call;
    private string _fileName = "";
    private double _sample;
    private long _filePosition;
    private long _count;
    private bool _stop;
    private bool _active;
    private bool _timing;
    private bool _forceIp;
    private bool _fileEnded;
    private bool _endTold;
    private Packet? _held;
    private LinkType _heldLink;
    private Duration? _timeShift;

    /// <inheritdoc/>
    public override string ClassName => "FromDump";

    /// <inheritdoc/>
    public override string PortCounts => "0/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => Output(0).IsPush ? null : _notEmpty;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _fileName = arguments.Mandatory("FILENAME", ArgumentTypes.FileName, "");
        _timing = arguments.Positional("TIMING", ArgumentTypes.Bool, false);
        arguments.Keyword("MMAP", ArgumentTypes.Bool, false);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _sample = arguments.Keyword("SAMPLE", SampleArgument.Chance, 1.0);
        _forceIp = arguments.Keyword("FORCE_IP", ArgumentTypes.Bool, false);
        _range.Read(arguments);
        _call = arguments.Keyword<HandlerCall?>("END_CALL", ArgumentTypes.HandlerCall(this, isWrite: true)!);
        _filePosition = arguments.Keyword("FILEPOS", ArgumentTypes.Int64(0), 0);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (_range.Check() is { } error)
        {
            arguments.Error(error);
        }
        else if (_stop && _call is not null)
        {
            arguments.Error("END_CALL and STOP are mutually exclusive");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_call?.Resolve() is { } error)
        {
            return error;
        }

        _random = Environment.Randomness.Stream(Name);
        _timer = new RouterTimer(this, _ => Wake());
        if (Output(0).IsPush)
        {
            _task = new RouterTask(this, Emit);
        }
        else
        {
            _notEmpty.Join(Router, Notifier.Empty);
        }

        if (Open(_filePosition) is { } fault)
        {
            return fault;
        }

        Wake();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Button("reset_counts", () => _count = 0);
        handlers.Switch("active", () => _active, SetActive);
        handlers.Read("sampling_prob", () => SampleArgument.Text(_sample) + "\n");
        handlers.Read("encap", () => LinkTypeNames.Text(_reader?.Link ?? LinkType.Ethernet) + "\n");
        handlers.Read("filename", () => _fileName + "\n");
        handlers.Read("filesize", () => _input?.Length is { } length ? $"{length}\n" : "-\n");
        handlers.Read("filepos", () => $"{_input?.Position ?? 0}\n");
        handlers.Write("filepos", text => ArgumentTypes.Int64(0)(text.Trim(), out long position, out _)
            ? Open(position)
            : "argument should be file position");
        handlers.Read("packet_filepos", () => $"{_reader?.FramePosition ?? 0}\n");
        handlers.Write("extend_interval", ExtendInterval);
        handlers.Button("reset_timing", () =>
        {
            _range.Restart();
            _timeShift = null;
        });
        handlers.Button("stop", () =>
        {
            SetActive(false);
            Router.RequestStop();
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!_active)
        {
            _notEmpty.Sleep();
            return null;
        }

        Packet? packet = Next(out bool waits);
        if (packet is null && !waits)
        {
            _notEmpty.Sleep();
            if (_fileEnded)
            {
                EndOfFile();
            }
        }

        return packet;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _held?.Kill();
        _held = null;
        _input?.Dispose();
        _input = null;
    }

    private string? Open(long position)
    {
        string shown = _fileName == "-" ? "<stdin>" : _fileName;
        _held?.Kill();
        _held = null;
        _fileEnded = _endTold = false;
        _input?.Dispose();
        try
        {
            _input = TraceInput.Open(Environment.Files ?? throw new IOException("No files here"), _fileName);
            if (_input.IsAtEnd)
            {
                return $"{shown}: empty file";
            }

            _reader = CaptureReader.Open(_input);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return $"{shown}: {error.Message}";
        }

        if (_forceIp && !LinkLayer.IsKnown(_reader.Link))
        {
            return $"{shown}: unknown linktype {(int)_reader.Link}; can't force IP packets";
        }

        _forceIp |= _reader.Link == LinkType.Raw;
        return position == 0 || (position >= _input.Position && _input.Skip(position - _input.Position))
            ? null
            : "FILEPOS out of range";
    }

    private void SetActive(bool active)
    {
        _active = active;
        Wake();
    }

    private string? ExtendInterval(string text)
    {
        if (!TimestampArgument.Signed(text.Trim(), out Duration extension, out _))
        {
            return "'extend_interval' takes a time interval";
        }

        _range.Extend(extension);
        SetActive(true);
        return null;
    }

    private void Wake()
    {
        if (!_active)
        {
            return;
        }

        if (_task is not null)
        {
            _task.Schedule();
        }
        else
        {
            _notEmpty.Wake();
        }
    }

    private bool Emit()
    {
        if (!_active)
        {
            return false;
        }

        Packet? packet = Next(out bool waits);
        if (packet is not null)
        {
            _task!.Schedule();
            Output(0).Push(packet);
            return true;
        }

        if (waits)
        {
            return false;
        }

        if (_fileEnded)
        {
            EndOfFile();
        }
        else if (_active)
        {
            _task!.Schedule();
        }

        return false;
    }

    // Null: the time of the next packet has not come, nothing was found in a while, or the file ended.
    private Packet? Next(out bool waits)
    {
        waits = false;
        for (int tries = 0; tries < MostSkippedPerFiring || _task is null; tries++)
        {
            if (_held is null && !Read())
            {
                return null;
            }

            if (_held is not { } packet)
            {
                continue;
            }

            if (_timing && !IsDue(packet))
            {
                waits = true;
                return null;
            }

            _held = null;
            if (!_forceIp || LinkLayer.TryMarkIp(packet, _heldLink))
            {
                _count++;
                return packet;
            }

            PushOrKill(1, packet);
        }

        return null;
    }

    // Holds the next packet, unless the range or the sample leaves it out.
    private bool Read()
    {
        if (_fileEnded || !_reader!.TryRead(out CapturedPacket captured))
        {
            ReportFault();
            _fileEnded = true;
            return false;
        }

        DumpVerdict verdict = _range.Judge(captured.Time);
        while (verdict == DumpVerdict.AtEnd)
        {
            End();
            if (!_active)
            {
                return false;
            }

            verdict = _range.Judge(captured.Time);
        }

        if (verdict == DumpVerdict.Before || (_sample < 1 && _random.NextDouble() >= _sample))
        {
            return true;
        }

        _held = Pool.Take(captured.Bytes);
        _heldLink = captured.Link;
        _held.Annotations.Timestamp = captured.Time;
        _held.Annotations.ExtraLengthBytes =
            (uint)Math.Min(captured.OriginalLengthBytes - captured.Bytes.Length, uint.MaxValue);
        _held.SetMacHeader(0);
        return true;
    }

    private void ReportFault()
    {
        if (!_fileEnded && _reader!.Fault is { } fault)
        {
            Environment.Console?.WriteMessage($"{_input!.Name}: {fault}");
        }
    }

    private void EndOfFile()
    {
        if (!_endTold && (_stop || _call is not null || _range.HasEnd))
        {
            _endTold = true;
            End();
        }
    }

    private void End()
    {
        if (_call is not null)
        {
            if (_call.Write() is { } error)
            {
                Environment.Console?.WriteMessage($"{Name}: {error}");
            }
        }
        else
        {
            _active = false;
            if (_stop)
            {
                Router.RequestStop();
            }
        }
    }

    private bool IsDue(Packet packet)
    {
        Duration shift = _timeShift ??= Now - packet.Annotations.Timestamp;
        Instant due = packet.Annotations.Timestamp + shift;
        if (due <= Now)
        {
            return true;
        }

        _timer.ScheduleAt(due);
        _notEmpty.Sleep();
        return false;
    }
}
