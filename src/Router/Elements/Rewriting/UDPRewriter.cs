using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// Rewrites addresses and ports of UDP packets (and of TCP packets, without telling them apart).
/// </summary>
/// <syntax>
/// UDPRewriter(INPUTSPEC, …[, keywords TIMEOUT 5min, STREAMING_TIMEOUT TIMEOUT, GUARANTEE 5s,
/// REAP_INTERVAL 15min, MAPPING_CAPACITY 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// As IPRewriter, which says what an INPUTSPEC is. A flow is forgotten TIMEOUT after its last packet, or
/// STREAMING_TIMEOUT once it had three packets and one of them came back. UDP_TIMEOUT, UDP_STREAMING_TIMEOUT,
/// UDP_GUARANTEE and CAPACITY mean the same.
/// </remarks>
/// <handler name="table" access="r">The known flows, a line per direction.</handler>
/// <handler name="mappings" access="r">As table.</handler>
/// <handler name="table_size" access="r">How many flows this element knows.</handler>
/// <handler name="nmappings" access="r">As table_size.</handler>
/// <handler name="mapping_failures" access="r">Packets whose flow could not begin.</handler>
/// <handler name="patterns" access="r">The rules of the inputs, with the number of flows of each.</handler>
/// <handler name="size" access="r">How many flows share the capacity.</handler>
/// <handler name="capacity" access="rw">How many flows may share it; flows that are too many go.</handler>
/// <handler name="clear" access="w">Forgets all flows of this element.</handler>
/// <handler name="patternN" access="rw">The rule of input N; a new one forgets the input's flows.</handler>
/// <example>rw :: UDPRewriter(pattern 1.0.0.1 1024-65535 - - 0 1, drop);</example>
public sealed class UDPRewriter : PortRewriter
{
    private UdpTimeouts _timeouts;

    /// <inheritdoc/>
    public override string ClassName => "UDPRewriter";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddCommonHandlers(handlers);
        RewriterHandlers.AddTable(handlers, this);
    }

    /// <inheritdoc/>
    private protected override void ReadTimeouts(ArgumentReader arguments)
    {
        long kept = Milliseconds(arguments, DefaultTimeoutSeconds, "UDP_TIMEOUT", "TIMEOUT");
        long guaranteed = Milliseconds(arguments, DefaultGuaranteeSeconds, "UDP_GUARANTEE", "GUARANTEE");
        bool streams = arguments.HasKeyword("UDP_STREAMING_TIMEOUT")
            || arguments.HasKeyword("STREAMING_TIMEOUT");
        long streaming = Milliseconds(arguments, 0, "UDP_STREAMING_TIMEOUT", "STREAMING_TIMEOUT");
        _timeouts = new UdpTimeouts(kept, streams ? streaming : kept, guaranteed);
    }

    /// <inheritdoc/>
    private protected override FlowTimeouts TimeoutsOf(Flow flow) => _timeouts.Of(flow);

    /// <inheritdoc/>
    private protected override bool TryGetMark(byte protocol, out byte mark)
    {
        mark = 0;
        return protocol is (byte)IpProtocol.Udp or (byte)IpProtocol.Tcp;
    }

    /// <inheritdoc/>
    private protected override void Note(Span<byte> packet, int transportOffset, in FlowEntry entry) =>
        UdpTimeouts.Note(entry);
}
