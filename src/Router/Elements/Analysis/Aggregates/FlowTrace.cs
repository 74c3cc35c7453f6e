using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Printing;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>An XML file that tells of each flow that ended.</summary>
internal sealed class FlowTrace : IDisposable
{
    private readonly TraceOutput _file;
    private readonly RouterGraph _router;
    private readonly ByteText _text = new();
    private readonly string? _positionHandler;

    /// <summary>Starts the file.</summary>
    /// <param name="file">The file, which is then its own.</param>
    /// <param name="source">Where packets come from; null when not known.</param>
    /// <param name="router">The graph.</param>
    public FlowTrace(TraceOutput file, Element? source, RouterGraph router)
    {
        _file = file;
        _router = router;
        _text.Append("<?xml version='1.0' standalone='yes'?>\n<trace");
        if (source is not null && Has(source, "filename"))
        {
            _text.Append(" file='").Append(router.ReadHandler($"{source.Name}.filename").Trim()).Append('\'');
        }

        _positionHandler = source is not null && Has(source, "packet_filepos")
            ? $"{source.Name}.packet_filepos"
            : null;
        _text.Append(">\n");
        _file.Write(_text.Bytes);
    }

    /// <summary>Where in its file the packet at hand stands; null when nobody knows.</summary>
    public string? Position => _positionHandler is null ? null : _router.ReadHandler(_positionHandler).Trim();

    /// <summary>Writes what is known of a flow.</summary>
    public void Write(HostPair hosts, NumberedFlow flow)
    {
        (uint source, uint destination) = flow.IsReverse ? (hosts.High, hosts.Low) : (hosts.Low, hosts.High);
        uint sourcePort = flow.IsReverse ? flow.Ports & 0xffff : flow.Ports >> 16;
        uint destinationPort = flow.IsReverse ? flow.Ports >> 16 : flow.Ports & 0xffff;
        _text.Clear();
        _text.Append("<flow aggregate='").Append(flow.Aggregate)
            .Append("' src='").Append(new IpAddress(source)).Append("' sport='").Append(sourcePort)
            .Append("' dst='").Append(new IpAddress(destination))
            .Append("' dport='").Append(destinationPort).Append("' begin='").Append(flow.First, 9)
            .Append("' duration='").Append(new Instant((flow.Last - flow.First).Nanoseconds), 9).Append('\'');
        if (flow.FilePosition is not null and not "0")
        {
            _text.Append(" filepos='").Append(flow.FilePosition).Append('\'');
        }

        _text.Append(">\n  <stream dir='0' packets='").Append(flow.PacketCounts[0])
            .Append("' /><stream dir='1' packets='").Append(flow.PacketCounts[1]).Append("' />\n</flow>\n");
        _file.Write(_text.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Write("</trace>\n"u8);
        _file.Dispose();
    }

    private bool Has(Element element, string handler) =>
        _router.FindHandler($"{element.Name}.{handler}")?.Read is not null;
}
