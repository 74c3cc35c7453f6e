using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Gives each inner host an outer address of its own: basic network address translation.</summary>
/// <syntax>
/// IPAddrRewriter(INPUTSPEC, …[, keywords TIMEOUT 2h, GUARANTEE 5s, REAP_INTERVAL 15min, MAPPING_CAPACITY
/// 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// As IPRewriter, but for packets of any protocol, and with another pattern: pattern SADDR - FOUTPUT ROUTPUT.
/// Packets from a host whose address is known get its outer address as their source, packets to a known outer
/// address the inner one as their destination; a source that is known goes first. SADDR may be a range,
/// 1.0.0.1-1.0.0.9 or 1.0.0.0/24 (without its first and last address), from which a free address is drawn;
/// with # behind it, the one after the last.
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
/// <example>rw :: IPAddrRewriter(pattern 1.0.0.1-1.0.0.254 - 0 1, drop);</example>
public sealed class IPAddrRewriter : AddressRewriter
{
    /// <inheritdoc/>
    public override string ClassName => "IPAddrRewriter";

    // Forward keys hold a source only, those of answers a destination only.

    /// <inheritdoc/>
    internal override string Describe(in FlowKey key) =>
        new IpAddress(key.Source != 0 ? key.Source : key.Destination).ToString();

    /// <inheritdoc/>
    private protected override FlowKey StartKey(in FlowKey key) => key.WithDestination(0);

    /// <inheritdoc/>
    private protected override bool TryFind(in FlowKey key, out FlowEntry entry) =>
        base.TryFind(key.WithDestination(0), out entry) || base.TryFind(key.WithSource(0), out entry);

    /// <inheritdoc/>
    private protected override FlowKey Apply(in FlowKey packet, in FlowEntry entry) => entry.IsReply
        ? packet.WithDestination(entry.Target.Destination)
        : packet.WithSource(entry.Target.Source);
}
