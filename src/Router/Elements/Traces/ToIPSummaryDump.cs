using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Printing;
using Xia.Router.Elements.Traces.Summaries;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>Writes fields of each packet to an IP summary dump: a text file with a line per packet.</summary>
/// <syntax>
/// ToIPSummaryDump(FILENAME [, keywords FIELDS timestamp ip_src, VERBOSE false, HEADER true, BANNER,
/// MULTIPACKET false, BAD_PACKETS false, CAREFUL_TRUNC true, EXTRA_LENGTH true, BINARY false])
/// </syntax>
/// <remarks>
/// FILENAME - is the standard output. FIELDS (also CONTENTS) are names separated by blanks:
/// timestamp ntimestamp ts_sec ts_usec ts_usec1 first_timestamp first_ntimestamp count link paint direction
/// aggregate wire_len; eth_src eth_dst eth_type; ip_src ip_dst ip_tos ip_dscp ip_ecn ip_ttl ip_frag
/// ip_fragoff ip_id ip_sum ip_proto ip_hl ip_len ip_capture_len ip_opt; sport dport; tcp_seq tcp_ack tcp_off
/// tcp_flags tcp_window tcp_urp tcp_opt tcp_ntopt tcp_sack; udp_len; icmp_type icmp_code icmp_type_name
/// icmp_code_name icmp_flowid icmp_seq icmp_nextmtu; payload payload_len payload_md5 payload_md5_hex. The
/// ip_ may be left out. What a packet does not have is a dash.
/// <para>
/// HEADER writes the ! lines at the start, with VERBOSE also the time, with BANNER also who wrote it.
/// MULTIPACKET writes a line for each packet that a packet stands for. BAD_PACKETS writes !bad lines before
/// packets with bad headers; without CAREFUL_TRUNC a packet that is shorter than its IP length is not one.
/// EXTRA_LENGTH false ignores the annotation of extra length; with it, headers are looked at and the
/// annotation is set to 0, as their lengths count from there on. BINARY writes counted records in place of
/// lines. Packets go on to the output if there is one. At a pull input it takes packets as they come.
/// </para>
/// </remarks>
/// <handler name="flush" access="w">Writes what is buffered to the file.</handler>
public sealed class ToIPSummaryDump : Element
{
    private const int RecordHeaderBytes = 4;
    private const uint MetadataBit = 0x8000_0000;

    private readonly ByteText _line = new();
    private readonly List<SummaryField> _fields = [];
    private TraceOutput? _output;
    private SummaryView _view = null!;
    private PulledInput? _pulled;
    private string _fileName = "";
    private string? _banner;
    private bool _verbose;
    private bool _header;
    private bool _multipacket;
    private bool _binary;
    private bool _needsHeaders;

    /// <inheritdoc/>
    public override string ClassName => "ToIPSummaryDump";

    /// <inheritdoc/>
    public override string PortCounts => "1/0-1";

    /// <inheritdoc/>
    public override string Processing => "a/h";

    /// <inheritdoc/>
    public override bool IsOneByOne => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _fileName = arguments.Mandatory("FILENAME", ArgumentTypes.FileName, "");
        string fields = arguments.Keyword("FIELDS", ArgumentTypes.Raw, "timestamp ip_src");
        fields = arguments.Keyword("CONTENTS", ArgumentTypes.Raw, fields);
        fields = arguments.Keyword("DATA", ArgumentTypes.Raw, fields);
        _verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        _header = arguments.Keyword("HEADER", ArgumentTypes.Bool, true);
        _banner = arguments.Keyword<string?>("BANNER", ArgumentTypes.Text!);
        _multipacket = arguments.Keyword("MULTIPACKET", ArgumentTypes.Bool, false);
        bool bad = arguments.Keyword("BAD_PACKETS", ArgumentTypes.Bool, false);
        bool careful = arguments.Keyword("CAREFUL_TRUNC", ArgumentTypes.Bool, true);
        bool extra = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
        _binary = arguments.Keyword("BINARY", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        _view = new SummaryView
        {
            Complaint = bad ? new ByteText() : null,
            IsCarefulAboutTruncation = careful,
            CountsExtraLength = extra,
        };
        SetFields(fields, arguments);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        try
        {
            _output = TraceOutput.Open(Environment.Files, _fileName);
        }
        catch (IOException error)
        {
            return $"{_fileName}: {error.Message}";
        }

        _pulled = InputCount > 0 && Input(0).IsPull ? new PulledInput(this, Take) : null;
        if (_header)
        {
            WriteHeader();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Write("flush", _ =>
    {
        _output?.Flush();
        return null;
    });

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => Take(packet);

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _output?.Dispose();
        _output = null;
    }

    private void SetFields(string names, ArgumentReader arguments)
    {
        foreach (string word in ArgumentText.Words(names))
        {
            string name = ArgumentText.Unquote(word);
            if (SummaryFields.Find(name) is not { } field)
            {
                arguments.Error($"unknown content type '{name}'");
                continue;
            }

            if (_binary && !field.CanBeBinary)
            {
                arguments.Error($"cannot use field {name} with BINARY");
            }

            _fields.Add(field);
            _needsHeaders |= field.NeedsHeaders;
        }

        if (_fields.Count == 0)
        {
            arguments.Error("no contents specified");
        }
    }

    private void WriteHeader()
    {
        _line.Clear();
        _line.Append("!IPSummaryDump ").Append(SummaryReader.Version).Append('\n');
        if (_banner is not null)
        {
            _line.Append("!creator ");
            _line.AppendQuoted(System.Text.Encoding.Latin1.GetBytes(_banner));
            _line.Append('\n');
        }

        if (_verbose)
        {
            _line.Append("!runtime ").Append(Now).Append('\n');
        }

        _line.Append("!data");
        foreach (SummaryField field in _fields)
        {
            // In text both kinds of time stamp have as many digits as it takes.
            bool plain = field.Name == "ntimestamp" && !_binary;
            _line.Append(' ').Append(plain ? "timestamp" : field.Name);
        }

        _line.Append(_binary ? "\n!binary\n" : "\n");
        _output!.Write(_line.Bytes);
    }

    private void Take(Packet packet)
    {
        if (_multipacket && packet.Annotations.ExtraPackets > 0)
        {
            WriteEach(packet);
        }
        else
        {
            Write(packet);
        }

        PushOrKill(0, packet);
    }

    private void WriteEach(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        long count = annotations.ExtraPackets + 1L;
        long total = packet.LengthBytes + (_view.CountsExtraLength ? annotations.ExtraLengthBytes : 0L);
        total = Math.Max(total, count * packet.LengthBytes);
        Instant end = annotations.Timestamp;
        Duration step = default;
        if (annotations.FirstTimestamp != Instant.Zero)
        {
            step = new Duration((end - annotations.FirstTimestamp).Nanoseconds / (count - 1));
            annotations.Timestamp = annotations.FirstTimestamp;
        }

        annotations.ExtraPackets = 0;
        for (long left = count; left > 0; left--)
        {
            long length = total / left;
            annotations.ExtraLengthBytes = (uint)(length - packet.LengthBytes);
            total -= length;
            Write(packet);
            annotations.Timestamp = left == 1 ? end : annotations.Timestamp + step;
        }
    }

    private void Write(Packet packet)
    {
        _line.Clear();
        _view.Begin(packet);
        if (_needsHeaders)
        {
            _view.ExamineHeaders();
        }

        if (_binary)
        {
            WriteRecord();
        }
        else
        {
            WriteText();
        }

        if (_view.Complaint is { Length: > 0 } complaint)
        {
            WriteComplaint(complaint);
        }

        _output!.Write(_line.Bytes);
    }

    private void WriteText()
    {
        bool first = true;
        foreach (SummaryField field in _fields)
        {
            if (!first)
            {
                _line.Append(' ');
            }

            first = false;
            if (!field.TryWrite(_view, _line))
            {
                _line.Append('-');
            }
        }

        _line.Append('\n');
    }

    private void WriteRecord()
    {
        _line.Extend(RecordHeaderBytes);
        foreach (SummaryField field in _fields)
        {
            field.WriteBinary(_view, _line);
        }

        for (int index = 0; index < RecordHeaderBytes; index++)
        {
            _line.Set(index, (byte)(_line.Length >> (8 * (RecordHeaderBytes - 1 - index))));
        }
    }

    private void WriteComplaint(ByteText complaint)
    {
        if (_binary)
        {
            Span<byte> header = stackalloc byte[RecordHeaderBytes];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
                header, (uint)(complaint.Length + RecordHeaderBytes) | MetadataBit);
            _output!.Write(header);
        }

        _output!.Write(complaint.Bytes);
    }
}
