using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites addresses and identifiers of ICMP echo requests, and of the replies to them.</summary>
/// <syntax>
/// ICMPPingRewriter(INPUTSPEC, …[, keywords TIMEOUT 5min, GUARANTEE 5s, REAP_INTERVAL 15min,
/// MAPPING_CAPACITY 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// As IPRewriter, with the identifier in the place of the source port: pattern SADDR IDENT DADDR - FOUTPUT
/// ROUTPUT, or pattern SADDR DADDR [IDENT] FOUTPUT ROUTPUT. Only requests begin a flow; replies to requests
/// that did not pass here are dropped unless they come in at a pass input, and so is all that is no echo.
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
/// <example>ping :: ICMPPingRewriter(pattern 1.0.0.1 - 0-65535 0 1, drop);</example>
public sealed class ICMPPingRewriter : FlowRewriter
{
    private const int DefaultTimeoutSeconds = 300;
    private const int DefaultGuaranteeSeconds = 5;

    private FlowTimeouts _timeouts;

    /// <inheritdoc/>
    public override string ClassName => "ICMPPingRewriter";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddCommonHandlers(handlers);
        RewriterHandlers.AddTable(handlers, this);
    }

    /// <inheritdoc/>
    internal override string Describe(in FlowKey key) =>
        $"({new IpAddress(key.Source)}, {new IpAddress(key.Destination)}, {EchoFields.Identifier(key)})";

    /// <inheritdoc/>
    private protected override void ReadTimeouts(ArgumentReader arguments) => _timeouts = new FlowTimeouts(
        Milliseconds(arguments, DefaultTimeoutSeconds, "TIMEOUT"),
        Milliseconds(arguments, DefaultGuaranteeSeconds, "GUARANTEE"));

    /// <inheritdoc/>
    private protected override FlowTimeouts TimeoutsOf(Flow flow) => _timeouts;

    /// <inheritdoc/>
    private protected override bool MayStart(in FlowKey key) => key.Protocol == FlowKey.EchoRequest;

    /// <inheritdoc/>
    private protected override bool TryAdapt(in FlowKey packet, out FlowKey key)
    {
        key = packet;
        return packet.Protocol >= FlowKey.EchoRequest;
    }

    /// <inheritdoc/>
    private protected override FlowKey Apply(in FlowKey packet, in FlowEntry entry) => entry.Target;

    /// <inheritdoc/>
    private protected override bool TryReadKey(ReadOnlySpan<byte> packet, out FlowKey key)
    {
        key = default;
        return PacketFields.HasAddresses(packet) && !PacketFields.IsLaterFragment(packet)
            && PacketFields.Protocol(packet) == (byte)IpProtocol.Icmp
            && EchoFields.TryReadKey(
                packet[PacketFields.HeaderLength(packet)..], PacketFields.Source(packet),
                PacketFields.Destination(packet), out key);
    }

    /// <inheritdoc/>
    private protected override void Rewrite(Span<byte> packet, in FlowEntry entry)
    {
        FlowKey target = entry.Target;
        PacketFields.SetAddresses(packet, target.Source, target.Destination, entry.AddressChange);
        EchoFields.SetIdentifier(packet[PacketFields.HeaderLength(packet)..], EchoFields.Identifier(target));
    }
}
