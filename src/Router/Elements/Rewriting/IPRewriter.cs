using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// Rewrites addresses and ports of TCP and UDP packets: network address and port translation.
/// </summary>
/// <syntax>
/// IPRewriter(INPUTSPEC, …[, keywords TCP_TIMEOUT 24h, TCP_DONE_TIMEOUT 4min, TCP_NODATA_TIMEOUT 5min,
/// TCP_GUARANTEE 5s, UDP_TIMEOUT 5min, UDP_STREAMING_TIMEOUT UDP_TIMEOUT, UDP_GUARANTEE 5s, REAP_INTERVAL
/// 15min, MAPPING_CAPACITY 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// A packet of a known flow is rewritten as the flow says and leaves at its output, whatever input it came in
/// at. Other packets follow the INPUTSPEC of their input:
/// <list type="bullet">
/// <item>drop (or discard): they are dropped.</item>
/// <item>pass [OUTPUT] (or nochange): they leave at OUTPUT; nothing is remembered.</item>
/// <item>keep FOUTPUT ROUTPUT: their flow is known from now on, and not rewritten. Its packets leave at
/// FOUTPUT, the answers at ROUTPUT.</item>
/// <item>pattern SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT: the same, and the flow's addresses and ports become
/// these; a dash leaves one as it is. SPORT may be a range L-H: the packet's own port if it is in there and
/// free, else a random one; with ? behind it always a random one, with # the one after the last. The answers
/// are rewritten back. A flow whose answers look like those of an older one replaces it.</item>
/// <item>pattern NAME FOUTPUT ROUTPUT: with a pattern of an IPRewriterPatterns.</item>
/// <item>the name of an element that chooses patterns, such as RoundRobinIPMapper.</item>
/// </list>
/// Packets that are neither TCP nor UDP, later fragments and packets without a marked network header pass
/// pass inputs only. A flow is forgotten so long after its last packet: TCP as TCPRewriter says, UDP as
/// UDPRewriter. MAPPING_CAPACITY (or CAPACITY), a number or a rewriter whose capacity is shared, bounds the
/// flows: the one that would be forgotten first makes place for a new one, but none within its GUARANTEE, in
/// which case the new packet is dropped. Timed-out flows are looked for every REAP_INTERVAL. DST_ANNO notes
/// the new destination on packets. REPLY_ANNO names a byte of annotation that the answers take from their
/// flow's first packet.
/// </remarks>
/// <handler name="tcp_table" access="r">The known TCP flows, a line per direction.</handler>
/// <handler name="udp_table" access="r">The known UDP flows, a line per direction.</handler>
/// <handler name="tcp_mappings" access="r">As tcp_table.</handler>
/// <handler name="udp_mappings" access="r">As udp_table.</handler>
/// <handler name="tcp_lookup" access="r+">What "SADDR SPORT DADDR DPORT" becomes; empty if that is
/// unknown.</handler>
/// <handler name="table_size" access="r">How many flows this element knows.</handler>
/// <handler name="nmappings" access="r">As table_size.</handler>
/// <handler name="mapping_failures" access="r">Packets whose flow could not begin.</handler>
/// <handler name="patterns" access="r">The rules of the inputs, with the number of flows of each.</handler>
/// <handler name="size" access="r">How many flows share the capacity.</handler>
/// <handler name="capacity" access="rw">How many flows may share it; flows that are too many go.</handler>
/// <handler name="clear" access="w">Forgets all flows of this element.</handler>
/// <handler name="patternN" access="rw">The rule of input N; a new one forgets the input's flows.</handler>
/// <example>
/// rw :: IPRewriter(pattern 1.0.0.1 1024-65535 - - 0 1, drop);
/// inside -> [0] rw [0] -> outside; outside -> [1] rw [1] -> inside;
/// </example>
public sealed class IPRewriter : TCPRewriter
{
    private UdpTimeouts _udpTimeouts;

    /// <inheritdoc/>
    public override string ClassName => "IPRewriter";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddCommonHandlers(handlers);
        handlers.Read("tcp_table", TcpTable);
        handlers.Read("tcp_mappings", TcpTable);
        handlers.Read("udp_table", UdpTable);
        handlers.Read("udp_mappings", UdpTable);
        handlers.ReadWith("tcp_lookup", Lookup);
    }

    /// <inheritdoc/>
    private protected override void ReadTimeouts(ArgumentReader arguments)
    {
        base.ReadTimeouts(arguments);
        long kept = Milliseconds(arguments, DefaultTimeoutSeconds, "UDP_TIMEOUT");
        long guaranteed = Milliseconds(arguments, DefaultGuaranteeSeconds, "UDP_GUARANTEE");
        bool streams = arguments.HasKeyword("UDP_STREAMING_TIMEOUT");
        long streaming = Milliseconds(arguments, 0, "UDP_STREAMING_TIMEOUT");
        _udpTimeouts = new UdpTimeouts(kept, streams ? streaming : kept, guaranteed);
    }

    /// <inheritdoc/>
    private protected override FlowTimeouts TimeoutsOf(Flow flow) =>
        IsTcp(flow) ? base.TimeoutsOf(flow) : _udpTimeouts.Of(flow);

    /// <inheritdoc/>
    private protected override bool TryGetMark(byte protocol, out byte mark)
    {
        mark = protocol;
        return protocol is (byte)IpProtocol.Tcp or (byte)IpProtocol.Udp;
    }

    /// <inheritdoc/>
    private protected override void Note(Span<byte> packet, int transportOffset, in FlowEntry entry)
    {
        if (IsTcp(entry.Flow))
        {
            base.Note(packet, transportOffset, entry);
        }
        else
        {
            UdpTimeouts.Note(entry);
        }
    }

    private static bool IsTcp(Flow flow) => flow.Forward.Protocol == (byte)IpProtocol.Tcp;

    private string TcpTable() => RewriterHandlers.Table(this, IsTcp);

    private string UdpTable() => RewriterHandlers.Table(this, flow => !IsTcp(flow));
}
