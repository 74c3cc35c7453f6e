using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Sheets;

/// <summary>The handlers that an element class adds of its own.</summary>
internal static class ElementHandlers
{
    /// <summary>
    /// Graphs with an element <c>e</c>, for classes whose handlers depend on what they were told or connected
    /// to.
    /// </summary>
    private static readonly Dictionary<string, string> Graphs = new(StringComparer.Ordinal)
    {
        ["CheckARPHeader"] = "Idle -> e :: CheckARPHeader(DETAILS true) -> Discard",
        ["CheckICMPHeader"] = "Idle -> e :: CheckICMPHeader(DETAILS true) -> Discard",
        ["CheckIPHeader"] = "Idle -> e :: CheckIPHeader(DETAILS true) -> Discard",
        ["CheckIPHeader2"] = "Idle -> e :: CheckIPHeader2(DETAILS true) -> Discard",
        ["CheckTCPHeader"] = "Idle -> e :: CheckTCPHeader(DETAILS true) -> Discard",
        ["CheckUDPHeader"] = "Idle -> e :: CheckUDPHeader(DETAILS true) -> Discard",
        ["Discard"] = "Idle -> Queue -> e :: Discard",
        ["ICMPIPEncap"] = "Idle -> e :: ICMPIPEncap(1.0.0.1, 2.0.0.1, echo) -> Discard",
        ["ICMPPingEncap"] = "Idle -> e :: ICMPPingEncap(1.0.0.1, 2.0.0.1) -> Discard",
        ["ICMPPingSource"] = "Idle -> e :: ICMPPingSource(1.0.0.1, 2.0.0.1) -> Discard",
        ["ICMPPingRewriter"] = "Idle -> e :: ICMPPingRewriter(pattern 1.0.0.1 - 0 0) -> Discard",
        ["IPAddrPairRewriter"] = "Idle -> e :: IPAddrPairRewriter(pattern 1.0.0.1 - 0 0) -> Discard",
        ["IPAddrRewriter"] = "Idle -> e :: IPAddrRewriter(pattern 1.0.0.1 - 0 0) -> Discard",
        ["IPRewriter"] = "Idle -> e :: IPRewriter(pattern 1.0.0.1 80 - - 0 0) -> Discard",
        ["TCPRewriter"] = "Idle -> e :: TCPRewriter(pattern 1.0.0.1 80 - - 0 0) -> Discard",
        ["UDPRewriter"] = "Idle -> e :: UDPRewriter(pattern 1.0.0.1 80 - - 0 0) -> Discard",
        ["IPClassifier"] = "Idle -> e :: IPClassifier(tcp) -> Discard",
        ["IPFilter"] = "Idle -> e :: IPFilter(allow tcp) -> Discard",
        ["EtherSwitch"] = "Idle -> e :: EtherSwitch -> Discard; Idle -> [1] e [1] -> Discard",
        ["InputSwitch"] = "Idle -> e :: InputSwitch(0) -> Discard",
        ["PullSwitch"] = "Idle -> Queue -> e :: PullSwitch(0) -> Discard",
        ["SimplePullSwitch"] = "Idle -> Queue -> e :: SimplePullSwitch(0) -> Discard",
        ["Suppressor"] = "Idle -> e :: Suppressor -> Discard",
        ["StrideSched"] = "Idle -> Queue -> e :: StrideSched(1) -> Discard",
        ["StrideSwitch"] = "Idle -> e :: StrideSwitch(1) -> Discard",
    };

    /// <summary>Handlers that only a graph with the host's network could show.</summary>
    private static readonly Dictionary<string, Handler[]> Others = new(StringComparer.Ordinal)
    {
        ["ControlSocket"] = [new Handler("filename") { Read = _ => "" }],
    };

    /// <summary>
    /// In the order of their names; of numbered ones, the first stands for all, with <c>N</c> for its number.
    /// </summary>
    public static IReadOnlyList<Handler> Of(string className)
    {
        RouterGraph? router = Graphs.TryGetValue(className, out string? graph) ? new Bench(graph).Router : null;
        Element element = router?.Find<Element>("e") ?? ElementRegistry.BuiltIn.Create(className);
        var table = new HandlerTable();
        element.AddHandlers(table);
        return
        [
            .. table.All.Concat(Others.GetValueOrDefault(className, [])).Select(handler => router?.FindHandler($"e.{handler.Name}") ?? handler)
                .Select(handler => handler with { Name = NumberedName(handler.Name) })
                .OrderBy(handler => handler.Name, StringComparer.Ordinal),
        ];
    }

    private static string NumberedName(string name) => name.EndsWith('0') ? name[..^1] + "N" : name;
}
