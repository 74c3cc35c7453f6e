using System.IO.Compression;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Traces;

/// <summary>Writes packets to a capture file: pcap or pcapng.</summary>
/// <syntax>
/// ToDump(FILENAME [, SNAPLEN 2000, ENCAP ETHER, keywords USE_ENCAP_FROM, EXTRA_LENGTH true,
/// UNBUFFERED false, NANO true, FORMAT PCAP])
/// </syntax>
/// <remarks>
/// FILENAME - is the standard output; a name that ends with .gz is compressed with gzip. SNAPLEN is the most
/// bytes that are kept of a packet, 0 for all. ENCAP says what packets begin with: ETHER, IP, NULL, PPP,
/// PPP_HDLC, HDLC, SLL, FDDI, ATM, SUNATM, 802_11, 802_11_RADIO, PRISM, AIRONET or #NUMBER;
/// USE_ENCAP_FROM names elements whose encap handlers say so. EXTRA_LENGTH counts the annotation of extra
/// length to a packet's length. UNBUFFERED writes each packet at once. NANO false keeps times to the
/// microsecond only. FORMAT is PCAP or PCAPNG. A packet without time stamp gets the time. Packets go on to
/// the output if there is one; at a pull input without output it takes packets as they come.
/// </remarks>
/// <handler name="count" access="r">Packets written so far.</handler>
/// <handler name="reset_counts" access="w">Sets count to 0.</handler>
/// <handler name="filename" access="r">FILENAME.</handler>
public sealed class ToDump : Element
{
    private const uint DefaultSnapLengthBytes = 2000;
    private const int BufferBytes = 1 << 14;

    private List<Element>? _encapSources;
    private Stream? _file;
    private PcapWriter? _pcap;
    private PcapngWriter? _pcapng;
    private PulledInput? _pulled;
    private LinkType _link = LinkType.Ethernet;
    private string _fileName = "";
    private string _format = "";
    private uint _snapLengthBytes;
    private bool _extraLength;
    private bool _unbuffered;
    private bool _nanoseconds;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "ToDump";

    /// <inheritdoc/>
    public override string PortCounts => "1/0-1";

    /// <inheritdoc/>
    public override bool IsOneByOne => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _fileName = arguments.Mandatory("FILENAME", ArgumentTypes.FileName, "");
        _snapLengthBytes = arguments.Positional("SNAPLEN", ArgumentTypes.UInt32(), DefaultSnapLengthBytes);
        _snapLengthBytes = _snapLengthBytes == 0 ? uint.MaxValue : _snapLengthBytes;
        string? encap = arguments.Positional<string?>("ENCAP", ArgumentTypes.Word!);
        string? sources = arguments.Keyword<string?>("USE_ENCAP_FROM", ArgumentTypes.Raw!);
        _extraLength = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
        _unbuffered = arguments.Keyword("UNBUFFERED", ArgumentTypes.Bool, false);
        _nanoseconds = arguments.Keyword("NANO", ArgumentTypes.Bool, true);
        _format = arguments.Keyword("FORMAT", ArgumentTypes.Word, "PCAP");
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (_format is not ("PCAP" or "PCAPNG"))
        {
            arguments.Error("bad FORMAT; should be 'PCAP' or 'PCAPNG'");
        }
        else if (encap is not null && sources is not null)
        {
            arguments.Error("specify at most one of 'ENCAP' and 'USE_ENCAP_FROM'");
        }
        else if (sources is not null)
        {
            FindSources(sources, arguments);
        }
        else if (LinkTypeNames.Parse(encap ?? "ETHER") is { } link)
        {
            _link = link;
        }
        else
        {
            arguments.Error("bad encapsulation type");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_encapSources is not null && TakeEncap() is { } error)
        {
            return error;
        }

        if (Router.Replaced?.Find<ToDump>(Name) is not { } before || !WritesTheSame(before))
        {
            if (Open() is { } failure)
            {
                return failure;
            }
        }

        _pulled = Input(0).IsPull && OutputCount == 0 ? new PulledInput(this, packet =>
        {
            Write(packet);
            packet.Kill();
        }) : null;
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Button("reset_counts", () => _count = 0);
        handlers.Read("filename", () => _fileName + "\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Write(packet);
        PushOrKill(0, packet);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = Input(0).Pull();
        if (packet is not null)
        {
            Write(packet);
        }

        return packet;
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is not ToDump before || !WritesTheSame(before))
        {
            return;
        }

        (_file, _pcap, _pcapng, _count) = (before._file, before._pcap, before._pcapng, before._count);
        before._file = null;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_fileName == "-")
        {
            _file?.Flush();
        }
        else
        {
            _file?.Dispose();
        }

        _file = null;
    }

    // The running graph's file goes on in this one; opened anew it would be emptied.
    private bool WritesTheSame(ToDump before) =>
        before._fileName == _fileName && before._format == _format && before._link == _link
        && before._snapLengthBytes == _snapLengthBytes && before._nanoseconds == _nanoseconds;

    private string? Open()
    {
        try
        {
            Start(Environment.Files ?? throw new IOException("No files here"));
            return null;
        }
        catch (IOException failure)
        {
            return $"{_fileName}: {failure.Message}";
        }
    }

    private void FindSources(string names, ArgumentReader arguments)
    {
        _encapSources = [];
        foreach (string name in ArgumentText.Words(names))
        {
            if (ArgumentTypes.Element(this)(name, out Element element, out _))
            {
                _encapSources.Add(element);
            }
            else
            {
                arguments.Error($"no element named '{name}'");
            }
        }

        if (_encapSources.Count == 0 && arguments.Errors.Count == 0)
        {
            arguments.Error("element names missing after 'USE_ENCAP_FROM'");
        }
    }

    private string? TakeEncap()
    {
        LinkType? common = null;
        foreach (Element source in _encapSources!)
        {
            if (Router.FindHandler($"{source.Name}.encap")?.Read is not { } read)
            {
                return $"'{source}' has no 'encap' read handler";
            }

            if (LinkTypeNames.Parse(read("").Trim()) is not { } link)
            {
                return $"'{source}.encap' did not return a valid encapsulation type";
            }

            if (common is { } before && before != link)
            {
                return "source encapsulation types disagree:\n" + string.Join('\n', _encapSources.Select(
                    element => $"  {element} has {Router.ReadHandler($"{element.Name}.encap").Trim()}"));
            }

            common = link;
        }

        _link = common ?? _link;
        return null;
    }

    private void Start(IRouterFiles files)
    {
        Stream file = files.OpenWrite(_fileName, append: false);
        if (_fileName.EndsWith(".gz", StringComparison.Ordinal))
        {
            file = new GZipStream(file, CompressionLevel.Optimal);
        }

        _file = Buffered(file);
        if (_format == "PCAP")
        {
            _pcap = new PcapWriter(_file, _link, _snapLengthBytes, _nanoseconds);
        }
        else
        {
            _pcapng = new PcapngWriter(_file);
            _pcapng.AddInterface(Name, (int)Math.Min(_snapLengthBytes, int.MaxValue), _link);
        }
    }

    private static BufferedStream Buffered(Stream file) => new BufferedStream(file, BufferBytes);

    private void Write(Packet packet)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            Record(packet);
        }
        catch (IOException failure)
        {
            Environment.Console?.WriteMessage($"{this}: {_fileName}: {failure.Message}; writes no more");
            _file = null;
        }
    }

    private void Record(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        Instant time = annotations.Timestamp == Instant.Zero ? Now : annotations.Timestamp;
        uint missing = _extraLength ? annotations.ExtraLengthBytes : 0;
        if (_pcap is not null)
        {
            _pcap.Write(time, packet.Data, missing);
        }
        else
        {
            // The format has no times before 1970.
            time = Instant.Max(time, Instant.Zero);
            _pcapng!.Write(0, time, CaptureDirection.Unknown, packet.Data, missing);
        }

        _count++;
        if (_unbuffered)
        {
            _file!.Flush();
        }
    }
}
