using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Analysis;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph.Handlers;
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
public sealed class FromDump : TraceSource
{
    private const int MostSkippedPerFiring = 16;

    private readonly DumpRange _range = new();
    private CaptureReader? _reader;
    private HandlerCall? _call;
    private string _fileName = "";
    private long _filePosition;
    private long _count;
    private bool _forceIp;
    private bool _fileEnded;
    private bool _endTold;
    private LinkType _heldLink;

    /// <inheritdoc/>
    public override string ClassName => "FromDump";

    /// <inheritdoc/>
    public override string PortCounts => "0/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _fileName = arguments.Mandatory("FILENAME", ArgumentTypes.FileName, "");
        KeepsTiming = arguments.Positional("TIMING", ArgumentTypes.Bool, false);
        arguments.Keyword("MMAP", ArgumentTypes.Bool, false);
        ReadKeywords(arguments);
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
        else if (StopsAtEnd && _call is not null)
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

        return base.Initialize();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Button("reset_counts", () => _count = 0);
        handlers.Switch("active", () => IsActive, SetActive);
        handlers.Read("sampling_prob", () => SampleArgument.Text(Sample) + "\n");
        handlers.Read("encap", () => LinkTypeNames.Text(_reader?.Link ?? LinkType.Ethernet) + "\n");
        handlers.Read("filename", () => _fileName + "\n");
        handlers.Read("filesize", () => File?.Length is { } length ? $"{length}\n" : "-\n");
        handlers.Read("filepos", () => $"{File?.Position ?? 0}\n");
        handlers.Write("filepos", text => ArgumentTypes.Int64(0)(text.Trim(), out long position, out _)
            ? Open(position)
            : "argument should be file position");
        handlers.Read("packet_filepos", () => $"{_reader?.FramePosition ?? 0}\n");
        handlers.Write("extend_interval", ExtendInterval);
        handlers.Button("reset_timing", () =>
        {
            _range.Restart();
            ResetTiming();
        });
        handlers.Button("stop", Stop);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!IsActive)
        {
            Sleep();
            return null;
        }

        Packet? packet = Next(out bool waits);
        if (packet is null && !waits)
        {
            Sleep();
            if (_fileEnded)
            {
                EndOfFile();
            }
        }

        return packet;
    }

    private protected override string? Open() => Open(_filePosition);

    private string? Open(long position)
    {
        string shown = _fileName == "-" ? "<stdin>" : _fileName;
        Held?.Kill();
        Held = null;
        _fileEnded = _endTold = false;
        File?.Dispose();
        try
        {
            File = TraceInput.Open(Environment.Files ?? throw new IOException("No files here"), _fileName);
            if (File.IsAtEnd)
            {
                return $"{shown}: empty file";
            }

            _reader = CaptureReader.Open(File);
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
        return position == 0 || (position >= File.Position && File.Skip(position - File.Position))
            ? null
            : "FILEPOS out of range";
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

    private protected override bool Emit()
    {
        if (!IsActive)
        {
            return false;
        }

        Packet? packet = Next(out bool waits);
        if (packet is not null)
        {
            Task!.Schedule();
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
        else if (IsActive)
        {
            Task!.Schedule();
        }

        return false;
    }

    // Null: the time of the next packet has not come, nothing was found in a while, or the file ended.
    private Packet? Next(out bool waits)
    {
        waits = false;
        for (int tries = 0; tries < MostSkippedPerFiring || Task is null; tries++)
        {
            if (Held is null && !Read())
            {
                return null;
            }

            if (Held is not { } packet)
            {
                continue;
            }

            if (KeepsTiming && !IsDue(packet))
            {
                waits = true;
                return null;
            }

            Held = null;
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
            if (!IsActive)
            {
                return false;
            }

            verdict = _range.Judge(captured.Time);
        }

        if (verdict == DumpVerdict.Before || !IsSampled())
        {
            return true;
        }

        Held = Pool.Take(captured.Bytes);
        _heldLink = captured.Link;
        Held.Annotations.Timestamp = captured.Time;
        Held.Annotations.ExtraLengthBytes =
            (uint)Math.Min(captured.OriginalLengthBytes - captured.Bytes.Length, uint.MaxValue);
        Held.SetMacHeader(0);
        return true;
    }

    private void ReportFault()
    {
        if (!_fileEnded && _reader!.Fault is { } fault)
        {
            Environment.Console?.WriteMessage($"{File!.Name}: {fault}");
        }
    }

    private void EndOfFile()
    {
        if (!_endTold && (StopsAtEnd || _call is not null || _range.HasEnd))
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
            IsActive = false;
            if (StopsAtEnd)
            {
                Router.RequestStop();
            }
        }
    }
}
