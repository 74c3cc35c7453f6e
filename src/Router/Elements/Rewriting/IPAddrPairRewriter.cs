using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites addresses of packets by pair of source and destination.</summary>
/// <syntax>
/// IPAddrPairRewriter(INPUTSPEC, …[, keywords TIMEOUT 2h, GUARANTEE 5s, REAP_INTERVAL 15min,
/// MAPPING_CAPACITY 1048576, DST_ANNO true, REPLY_ANNO])
/// </syntax>
/// <remarks>
/// As IPRewriter, but for packets of any protocol, whose flows are told apart by the two addresses alone, and
/// with another pattern: pattern SADDR DADDR FOUTPUT ROUTPUT. A dash leaves an address as it is. SADDR may be
/// a range, as IPAddrRewriter says; an outer address may then stand for several hosts, as long as they talk
/// to others.
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
/// <example>rw :: IPAddrPairRewriter(pattern 1.0.0.1-1.0.0.9 - 0 1, drop);</example>
public sealed class IPAddrPairRewriter : AddressRewriter
{
    /// <inheritdoc/>
    public override string ClassName => "IPAddrPairRewriter";

    /// <inheritdoc/>
    internal override string Describe(in FlowKey key) =>
        $"({new IpAddress(key.Source)}, {new IpAddress(key.Destination)})";

    /// <inheritdoc/>
    private protected override FlowKey Apply(in FlowKey packet, in FlowEntry entry)
    {
        FlowKey target = entry.Target;
        return packet.WithSource(target.Source).WithDestination(target.Destination);
    }
}
