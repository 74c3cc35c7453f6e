using Xia.Router.Graph;

namespace Xia.Router.Elements.Traces;

/// <summary>The element classes of trace files.</summary>
internal static class TracesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("FromDump", () => new FromDump())
        .Add("FromIPSummaryDump", () => new FromIPSummaryDump())
        .Add("ToDump", () => new ToDump())
        .Add("ToIPSummaryDump", () => new ToIPSummaryDump());
}
