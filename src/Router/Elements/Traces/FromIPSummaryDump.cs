using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Captures;
using Xia.Router.Elements.Traces.Summaries;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>Reads packets from an IP summary dump: a text file with a line per packet.</summary>
/// <syntax>
/// FromIPSummaryDump([FILENAME, keywords STOP false, TIMING false, ACTIVE true, ZERO true, CHECKSUM false,
/// SAMPLE 1, PROTO 6, MULTIPACKET false, FIELDS, FLOWID, ALLOW_NONEXISTENT false, DATA])
/// </syntax>
/// <remarks>
/// FILENAME - is the standard input; a file may be compressed with gzip. DATA is read in place of a file.
/// STOP asks the router to stop at the end. TIMING keeps the distances of the time stamps. CHECKSUM writes
/// IP, TCP, UDP and ICMP checksums and gives packets all the bytes of their IP length; without it they end
/// with what is known, and the annotation of extra length holds the rest. Bytes that nothing sets are zero,
/// with ZERO or without. PROTO is the protocol of packets that do not say theirs. SAMPLE is the chance of a
/// packet to be emitted. MULTIPACKET emits as many packets per line as its count says. FIELDS (also
/// CONTENTS) are the fields up to the first !data line, FLOWID (SRC SPORT DST DPORT [PROTO]) the addresses
/// and ports of lines that do not give any. The fields are those of ToIPSummaryDump.
/// <para>
/// Packets are IPv4 with marked headers, protocol 6 and time-to-live 100 unless the line says otherwise, and
/// carry the destination address annotation. Pushes when its output is push, else gives on pull.
/// </para>
/// </remarks>
/// <handler name="active" access="rw">Whether packets are emitted.</handler>
/// <handler name="sampling_prob" access="r">SAMPLE.</handler>
/// <handler name="encap" access="r">IP: how packets begin.</handler>
/// <handler name="filename" access="r">FILENAME.</handler>
/// <handler name="filesize" access="r">Length of the file in bytes, or - when not known.</handler>
/// <handler name="filepos" access="r">Bytes read so far.</handler>
/// <handler name="stop" access="w">Sets active to false and asks the router to stop.</handler>
public sealed class FromIPSummaryDump : TraceSource
{
    private readonly SummaryMultiplier _multiplier = new();
    private SummaryReader _reader = null!;
    private string? _fileName;
    private byte[]? _data;
    private bool _multipacket;
    private bool _allowNonexistent;
    private bool _fileEnded;

    /// <inheritdoc/>
    public override string ClassName => "FromIPSummaryDump";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _fileName = arguments.Positional<string?>("FILENAME", ArgumentTypes.FileName!);
        ReadKeywords(arguments);
        arguments.Keyword("ZERO", ArgumentTypes.Bool, true);
        KeepsTiming = arguments.Keyword("TIMING", ArgumentTypes.Bool, false);
        bool checksums = arguments.Keyword("CHECKSUM", ArgumentTypes.Bool, false);
        int protocol = arguments.Keyword("PROTO", ArgumentTypes.Int32(0, byte.MaxValue), (int)IpProtocol.Tcp);
        _multipacket = arguments.Keyword("MULTIPACKET", ArgumentTypes.Bool, false);
        _reader = new SummaryReader((IpProtocol)protocol, Complain) { WithChecksums = checksums };
        foreach (string keyword in (string[])["DEFAULT_CONTENTS", "DEFAULT_FIELDS", "CONTENTS", "FIELDS"])
        {
            if (arguments.Keyword<string?>(keyword, ArgumentTypes.Raw!) is { } fields)
            {
                _reader.SetFields(fields);
            }
        }

        foreach (string keyword in (string[])["DEFAULT_FLOWID", "FLOWID"])
        {
            if (arguments.Keyword<string?>(keyword, ArgumentTypes.Raw!) is { } flow)
            {
                _reader.SetFlow(flow);
            }
        }

        _allowNonexistent = arguments.Keyword("ALLOW_NONEXISTENT", ArgumentTypes.Bool, false);
        string? data = arguments.Keyword<string?>("DATA", ArgumentTypes.Text!);
        _data = data is null ? null : Encoding.Latin1.GetBytes(data);
        arguments.Complete();
        CheckSource(arguments);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("sampling_prob", () => SampleArgument.Text(Sample));
        handlers.Read("active", () => IsActive ? "true" : "false", HandlerFlags.Checkbox);
        handlers.Write("active", WriteActive);
        handlers.Read("encap", () => "IP");
        handlers.Read("filename", () => _fileName ?? "");
        handlers.Read("filesize", () => File?.Length is { } length ? $"{length}" : "-");
        handlers.Read("filepos", () => $"{File?.Position ?? 0}");
        handlers.Write(
            "stop",
            _ =>
            {
                Stop();
                return null;
            },
            HandlerFlags.Button);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!IsActive)
        {
            return null;
        }

        bool more = TryNext(skipBadLines: true, out Packet? packet);
        if (!more)
        {
            Sleep();
        }

        return packet;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        base.Cleanup();
        _multiplier.Kill();
    }

    private void CheckSource(ArgumentReader arguments)
    {
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (_data is not null && _fileName is not null)
        {
            arguments.Error("FILENAME and DATA conflict");
        }
        else if (_data is null && _fileName is null)
        {
            arguments.Error("FILENAME: required argument missing");
        }
    }

    private protected override string? Open()
    {
        string shown = _fileName == "-" ? "<stdin>" : _fileName ?? "<data>";
        try
        {
            File = _data is not null
                ? TraceInput.FromData(_data)
                : TraceInput.Open(Environment.Files ?? throw new IOException("No files here"), _fileName!);
        }
        catch (IOException error)
        {
            bool allowed = _allowNonexistent
                && error is FileNotFoundException or DirectoryNotFoundException;
            _fileEnded = true;
            return allowed ? null : $"{shown}: {error.Message}";
        }

        if (_data is null && File.IsAtEnd)
        {
            _fileEnded = true;
            return _allowNonexistent ? null : $"{shown}: empty file";
        }

        _reader.Begin(File);
        return null;
    }

    private void Complain(string line) => Environment.Console?.WriteMessage(line);

    private string? WriteActive(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
        {
            return "type mismatch";
        }

        SetActive(active);
        return null;
    }

    private protected override bool Emit()
    {
        if (!IsActive || !TryNext(skipBadLines: false, out Packet? packet))
        {
            return false;
        }

        if (packet is not null)
        {
            Output(0).Push(packet);
        }

        Task!.Schedule();
        return true;
    }

    // False means that there is nothing now: the file ended, or the time of the next packet has not come.
    private bool TryNext(bool skipBadLines, out Packet? packet)
    {
        while (TryTake(out packet))
        {
            if (packet is null ? !skipBadLines : IsSampled())
            {
                return true;
            }

            packet?.Kill();
        }

        return false;
    }

    private bool TryTake(out Packet? packet)
    {
        packet = _multiplier.Take();
        if (packet is not null)
        {
            return true;
        }

        packet = Held;
        if (packet is null && (_fileEnded || !_reader.TryRead(Pool, out packet)))
        {
            End();
            return false;
        }

        Held = null;
        if (packet is not null && KeepsTiming && !IsDue(packet))
        {
            Held = packet;
            packet = null;
            return false;
        }

        if (packet is not null && _multipacket && packet.Annotations.ExtraPackets > 0)
        {
            _multiplier.Begin(packet);
            packet = _multiplier.Take();
        }

        return true;
    }

    private void End()
    {
        _fileEnded = true;
        if (StopsAtEnd)
        {
            Router.RequestStop();
        }
    }
}
