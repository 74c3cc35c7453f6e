using Xia.Router.Elements.Analysis.Aggregates;
using Xia.Router.Elements.Analysis.Rates;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Analysis;

/// <summary>The element classes that measure streams of packets: by time and by aggregate.</summary>
internal static class AnalysisElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("AdjustTimestamp", () => new AdjustTimestamp())
        .Add("AggregateCounter", () => new AggregateCounter())
        .Add("AggregateFilter", () => new AggregateFilter())
        .Add("AggregateFirst", () => new AggregateFirst())
        .Add("AggregateIP", () => new AggregateIP())
        .Add("AggregateIPAddrPair", () => new AggregateIPAddrPair())
        .Add("AggregateIPFlows", () => new AggregateIPFlows())
        .Add("AggregateLast", () => new AggregateLast())
        .Add("AggregateLength", () => new AggregateLength())
        .Add("AggregatePacketCounter", () => new AggregatePacketCounter())
        .Add("AggregatePaint", () => new AggregatePaint())
        .Add("AnonymizeIPAddr", () => new AnonymizeIPAddr())
        .Add("AverageCounter", () => new AverageCounter())
        .Add("EraseIPPayload", () => new EraseIPPayload())
        .Add("SetTimestamp", () => new SetTimestamp())
        .Add("SetTimestampDelta", () => new SetTimestampDelta())
        .Add("StoreTimestamp", () => new StoreTimestamp())
        .Add("TimeFilter", () => new TimeFilter())
        .Add("TimeRange", () => new TimeRange())
        .Add("TimestampAccum", () => new TimestampAccum())
        .Add("IPRateMonitor", () => new IPRateMonitor())
        .Add("TruncateIPPayload", () => new TruncateIPPayload());
}
