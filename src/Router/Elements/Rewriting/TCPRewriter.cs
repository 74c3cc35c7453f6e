using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// Rewrites addresses and ports of TCP packets, and sequence numbers where a stream changed length.
/// </summary>
/// <syntax>
/// TCPRewriter(INPUTSPEC, …[, keywords TCP_TIMEOUT 24h, TCP_DONE_TIMEOUT 4min, TCP_NODATA_TIMEOUT 5min,
/// TCP_GUARANTEE 5s, REAP_INTERVAL 15min, MAPPING_CAPACITY 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// As IPRewriter, which says what an INPUTSPEC is, but UDP packets are dropped unless they come in at a pass
/// input. A connection is forgotten TCP_TIMEOUT after its last packet, TCP_NODATA_TIMEOUT as long as data did
/// not go both ways, TCP_DONE_TIMEOUT once both ends finished or one reset it. Elements such as
/// FTPPortMapper, which make a stream longer or shorter, have sequence numbers, acknowledgements and
/// selective acknowledgements behind the change rewritten. TIMEOUT, GUARANTEE and CAPACITY mean TCP_TIMEOUT,
/// TCP_GUARANTEE and MAPPING_CAPACITY.
/// </remarks>
/// <handler name="table" access="r">The known flows, a line per direction.</handler>
/// <handler name="mappings" access="r">As table.</handler>
/// <handler name="lookup" access="r+">What "SADDR SPORT DADDR DPORT" becomes; empty if that is
/// unknown.</handler>
/// <handler name="table_size" access="r">How many flows this element knows.</handler>
/// <handler name="nmappings" access="r">As table_size.</handler>
/// <handler name="mapping_failures" access="r">Packets whose flow could not begin.</handler>
/// <handler name="patterns" access="r">The rules of the inputs, with the number of flows of each.</handler>
/// <handler name="size" access="r">How many flows share the capacity.</handler>
/// <handler name="capacity" access="rw">How many flows may share it; flows that are too many go.</handler>
/// <handler name="clear" access="w">Forgets all flows of this element.</handler>
/// <handler name="patternN" access="rw">The rule of input N; a new one forgets the input's flows.</handler>
/// <example>rw :: TCPRewriter(pattern 1.0.0.1 1024-65535 - - 0 1, drop);</example>
public class TCPRewriter : PortRewriter
{
    private TcpTimeouts _timeouts;

    /// <inheritdoc/>
    public override string ClassName => "TCPRewriter";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddCommonHandlers(handlers);
        RewriterHandlers.AddTable(handlers, this);
        handlers.ReadWith("lookup", Lookup);
    }

    /// <summary>
    /// Notes that bytes of a connection's stream became more or fewer; its numbers move accordingly.
    /// </summary>
    /// <param name="packet">Addresses and ports of the packet that was changed, before it is
    /// rewritten.</param>
    /// <param name="end">The first sequence number behind the changed bytes, as sent.</param>
    /// <param name="shift">How many bytes more there are.</param>
    internal void ChangeLength(in FlowKey packet, uint end, int shift)
    {
        if (!TryTranslate(packet, out _, out FlowEntry entry))
        {
            return;
        }

        if (entry.IsReply)
        {
            (entry.Flow.ReplyShifts ??= new SequenceShifts()).Change(end, shift);
        }
        else
        {
            (entry.Flow.ForwardShifts ??= new SequenceShifts()).Change(end, shift);
        }
    }

    /// <summary>Whether the stream of a packet's direction became longer or shorter before.</summary>
    internal bool HasShifts(in FlowKey packet) =>
        TryTranslate(packet, out _, out FlowEntry entry) && entry.Shifts is not null;

    /// <inheritdoc/>
    internal override string DescribeMore(in FlowEntry entry)
    {
        int shift = entry.Shifts?.TotalShift ?? 0;
        return shift == 0 ? "" : $" seq {(shift > 0 ? "+" : "")}{shift}";
    }

    /// <summary>Answers a <c>lookup</c>.</summary>
    private protected string Lookup(string text)
    {
        var arguments = new ArgumentReader(ArgumentText.Words(text));
        IpAddress source = arguments.Mandatory("SADDR", ArgumentTypes.IpAddress(this));
        ushort sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.TcpPort(this));
        IpAddress destination = arguments.Mandatory("DADDR", ArgumentTypes.IpAddress(this));
        ushort destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.TcpPort(this));
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            throw new HandlerException(string.Join('\n', arguments.Errors));
        }

        var key = new FlowKey(
            source.Value, sourcePort, destination.Value, destinationPort, (byte)IpProtocol.Tcp);
        return TryTranslate(key, out FlowKey found, out _)
            ? $"{new IpAddress(found.Source)} {found.SourcePort} "
                + $"{new IpAddress(found.Destination)} {found.DestinationPort}"
            : "";
    }

    /// <inheritdoc/>
    private protected override void ReadTimeouts(ArgumentReader arguments) => _timeouts = new TcpTimeouts(
        Milliseconds(arguments, TcpTimeouts.DefaultKeptSeconds, "TIMEOUT", "TCP_TIMEOUT"),
        Milliseconds(arguments, TcpTimeouts.DefaultDoneSeconds, "TCP_DONE_TIMEOUT"),
        Milliseconds(arguments, DefaultTimeoutSeconds, "TCP_NODATA_TIMEOUT"),
        Milliseconds(arguments, DefaultGuaranteeSeconds, "GUARANTEE", "TCP_GUARANTEE"));

    /// <inheritdoc/>
    private protected override FlowTimeouts TimeoutsOf(Flow flow) => _timeouts.Of(flow);

    /// <inheritdoc/>
    private protected override bool TryGetMark(byte protocol, out byte mark)
    {
        mark = (byte)IpProtocol.Tcp;
        return protocol == (byte)IpProtocol.Tcp;
    }

    /// <inheritdoc/>
    private protected override void Note(Span<byte> packet, int transportOffset, in FlowEntry entry)
    {
        if (entry.Shifts is not null || entry.AnsweredShifts is not null)
        {
            SequenceNumbers.Rewrite(packet[transportOffset..], entry.Shifts, entry.AnsweredShifts);
        }

        TcpTimeouts.Note(packet, transportOffset, entry);
    }
}
