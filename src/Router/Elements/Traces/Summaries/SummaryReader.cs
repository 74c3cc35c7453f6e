using Xia.Internet.Wire;
using Xia.Router.Captures;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Turns the lines of an IP summary dump into packets.</summary>
/// <remarks>
/// Lines that start with <c>!</c> say how to read those after them (<c>!data !flowid !proto !aggregate
/// !binary</c>, others are ignored); lines that start with <c>#</c> are comments.
/// </remarks>
internal sealed class SummaryReader
{
    /// <summary>The format's version that is written; older ones are read.</summary>
    public const string Version = "1.3";

    private const int MajorVersion = 1;
    private const int LatestMinorVersion = 3;
    private const uint MetadataBit = 0x8000_0000;
    private const int RecordHeaderBytes = 4;
    private static readonly byte[] Banner = "!IPSummaryDump"u8.ToArray();
    private static readonly byte[][] FirstWords =
    [
        "!creator"u8.ToArray(), "!data"u8.ToArray(), "!contents"u8.ToArray(), "!proto"u8.ToArray(),
        "!flowid"u8.ToArray(),
    ];

    private readonly Action<string> _complain;
    private SummaryField?[] _fields = [];
    private int[] _order = [];
    private Range[] _words = [];
    private TraceInput? _input;
    private IpProtocol _defaultProtocol;
    private FlowDefaults? _flow;
    private uint? _aggregate;
    private SummaryDraft? _draft;
    private int _minorVersion = LatestMinorVersion;
    private bool _binary;
    private bool _complained;

    /// <summary>A reader without a file.</summary>
    /// <param name="defaultProtocol">The protocol of packets that do not say theirs.</param>
    /// <param name="complain">Gets what is wrong with the file, a line each.</param>
    public SummaryReader(IpProtocol defaultProtocol, Action<string> complain)
    {
        _defaultProtocol = defaultProtocol;
        _complain = complain;
    }

    /// <summary>Whether packets get checksums and all the bytes that their IP length promises.</summary>
    public bool WithChecksums { get; init; }

    /// <summary>How messages name the place.</summary>
    private string Place => _input is null
        ? "<none>"
        : $"{_input.Name}:{(_binary ? "record " : "")}{_input.LineNumber}";

    /// <summary>Sets the fields from a list of names; the file may change them.</summary>
    public void SetFields(string names) => SetFields(ArgumentText.Words(names));

    /// <summary>Sets the flow from <c>SRC SPORT DST DPORT [PROTO]</c>; the file may change it.</summary>
    public void SetFlow(string words) => SetFlow(ArgumentText.Words(words));

    /// <summary>Begins a file: reads its banner.</summary>
    public void Begin(TraceInput input)
    {
        _input = input;
        if (input.StartsWith(Banner))
        {
            input.TryReadLine(out ReadOnlySpan<byte> line);
            ReadVersion(SummaryWords.Text(line[Banner.Length..]));
        }
        else if (_fields.Length == 0
            && !Array.Exists(FirstWords, word => input.StartsWith(word)))
        {
            Warn("missing banner line; is this an IP summary dump?");
        }
    }

    /// <summary>Reads up to the next line that should be a packet.</summary>
    /// <param name="pool">Where packets come from.</param>
    /// <param name="packet">The packet; null when the line could not be understood.</param>
    /// <returns>Whether there was such a line.</returns>
    public bool TryRead(PacketPool pool, out Packet? packet)
    {
        packet = null;
        while (TryTakeLine(out ReadOnlySpan<byte> line, out bool isRecord))
        {
            if (!isRecord && line.StartsWith("!"u8))
            {
                Direct(line);
            }
            else if (isRecord || (line.Length > 0 && line[0] != '#'))
            {
                packet = Make(pool, line, isRecord);
                return true;
            }
        }

        return false;
    }

    private bool TryTakeLine(out ReadOnlySpan<byte> line, out bool isRecord)
    {
        isRecord = false;
        if (!_binary)
        {
            return _input!.TryReadLine(out line);
        }

        line = default;
        if (!_input!.TryRead(RecordHeaderBytes, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        uint word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(header);
        long length = (word & ~MetadataBit) - (long)RecordHeaderBytes;
        isRecord = (word & MetadataBit) == 0;
        _input.LineNumber++;
        if (length is < 0 or > TraceInput.MaximumLineBytes)
        {
            Error("binary record too short");
            return false;
        }

        return _input.TryRead((int)length, out line);
    }

    private void Direct(ReadOnlySpan<byte> line)
    {
        List<string> words = ArgumentText.Words(SummaryWords.Text(line).TrimEnd('\0'));
        switch (words[0])
        {
            case "!data" or "!contents":
                SetFields(words.Skip(1));
                break;
            case "!flowid":
                SetFlow(words.Skip(1));
                break;
            case "!proto":
                SetProtocol(words.Count == 2 ? words[1] : null, "!proto");
                break;
            case "!aggregate":
                SetAggregate(words);
                break;
            case "!binary":
                if (words.Count != 1)
                {
                    Error("bad !binary specification");
                }

                _binary = true;
                _input!.LineNumber = 0;
                break;
            default:
                break;
        }
    }

    private void SetFields(IEnumerable<string> words)
    {
        var fields = new List<SummaryField?>();
        foreach (string word in words)
        {
            string name = ArgumentText.Unquote(word);
            SummaryField? field = SummaryFields.Find(name);
            if (field is null || (!field.CanRead && field is PayloadField))
            {
                Warn($"unknown content type '{name}'");
            }

            fields.Add(field is { CanRead: true } ? field : null);
        }

        if (fields.Count == 0)
        {
            Error("no contents specified");
        }

        _fields = [.. fields];
        _words = new Range[_fields.Length];
        _order = [.. Enumerable.Range(0, _fields.Length).OrderBy(index => _fields[index]?.Order ?? 0)];
    }

    private void SetFlow(IEnumerable<string> given)
    {
        string[] words = [.. given];
        FlowDefaults? flow = words.Length < 4 ? null : ReadFlow(words);
        if (flow is null)
        {
            Error("bad !flowid specification");
        }
        else if (words.Length >= 5)
        {
            SetProtocol(words[4], "!flowid");
        }

        _flow = flow;
        _draft = null;
    }

    private static FlowDefaults? ReadFlow(string[] words)
    {
        IpAddress source = default;
        IpAddress destination = default;
        int sourcePort = 0;
        int destinationPort = 0;
        ArgumentParser<int> port = ArgumentTypes.Int32(0, ushort.MaxValue);
        return (words[0] == "-" || IpAddress.TryParse(words[0], out source))
            && (words[1] == "-" || port(words[1], out sourcePort, out _))
            && (words[2] == "-" || IpAddress.TryParse(words[2], out destination))
            && (words[3] == "-" || port(words[3], out destinationPort, out _))
                ? new FlowDefaults(source, (ushort)sourcePort, destination, (ushort)destinationPort)
                : null;
    }

    private void SetProtocol(string? word, string where)
    {
        _draft = null;
        switch (word)
        {
            case null:
                Error($"bad {where}");
                break;
            case "T" or "tcp":
                _defaultProtocol = IpProtocol.Tcp;
                break;
            case "U" or "udp":
                _defaultProtocol = IpProtocol.Udp;
                break;
            case "I" or "icmp":
                _defaultProtocol = IpProtocol.Icmp;
                break;
            default:
                if (ArgumentTypes.Int32(0, byte.MaxValue)(word, out int number, out _))
                {
                    _defaultProtocol = (IpProtocol)number;
                }
                else
                {
                    Error($"bad protocol in {where}");
                }

                break;
        }
    }

    private void SetAggregate(List<string> words)
    {
        _aggregate = words.Count == 2
            && ArgumentTypes.Int64(0, uint.MaxValue)(words[1], out long aggregate, out _)
                ? (uint)aggregate
                : null;
        if (_aggregate is null)
        {
            Error("bad !aggregate specification");
        }
    }

    private Packet? Make(PacketPool pool, ReadOnlySpan<byte> line, bool isRecord)
    {
        SummaryDraft draft = _draft ??= new SummaryDraft(_defaultProtocol, _flow);
        draft.MinorVersion = _minorVersion;
        draft.Begin();
        if (_aggregate is { } aggregate)
        {
            draft.Annotations.Aggregate = aggregate;
        }

        SplitLine(line, isRecord);
        int understood = 0;
        foreach (int index in _order)
        {
            ReadOnlySpan<byte> word = line[_words[index]];
            if (_fields[index] is { } field && word.Length > 0 && Put(field, word, isRecord, draft))
            {
                understood++;
            }
        }

        Packet? packet = understood > 0 ? draft.Finish(pool, WithChecksums) : null;
        if (packet is null && !_complained && (isRecord || line.ContainsAnyExcept(" \t\f\v"u8)))
        {
            Error(_fields.Length == 0 ? "no '!data' provided" : "packet parse error");
            _complained = true;
        }

        return packet;
    }

    private static bool Put(SummaryField field, ReadOnlySpan<byte> word, bool isRecord, SummaryDraft draft)
    {
        if (draft.IsTooLong)
        {
            return false;
        }

        return isRecord
            ? field.TryReadBinary(word, draft)
            : word is not [(byte)'-'] && field.TryRead(word, draft);
    }

    private void SplitLine(ReadOnlySpan<byte> line, bool isRecord)
    {
        ReadOnlySpan<byte> rest = line;
        for (int index = 0; index < _fields.Length; index++)
        {
            int start = line.Length - rest.Length;
            if (isRecord)
            {
                int length = _fields[index]?.BinaryLength(rest) ?? rest.Length;
                bool fits = length <= rest.Length;
                _words[index] = start..(fits ? start + length : start);
                rest = fits ? rest[length..] : default;
            }
            else
            {
                int length = SummaryWords.TakeWord(ref rest).Length;
                _words[index] = start..(start + length);
            }
        }
    }

    private void ReadVersion(string text)
    {
        string[] parts = text.Trim().Split('.');
        ArgumentParser<int> number = ArgumentTypes.Int32(0);
        if (parts.Length != 2
            || !number(parts[0], out int major, out _) || !number(parts[1], out int minor, out _))
        {
            return;
        }

        _minorVersion = minor;
        if (major != MajorVersion || minor > LatestMinorVersion)
        {
            Warn($"unexpected IPSummaryDump version {major}.{minor}");
            _minorVersion = LatestMinorVersion;
        }
    }

    private void Warn(string text) => _complain($"{Place}: warning: {text}");

    private void Error(string text) => _complain($"{Place}: {text}");
}
