using Xia.Router.Graph;

namespace Xia.Router.Elements.Xia;

/// <summary>The element classes of XIA.</summary>
internal static class XiaElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add("CheckXIAHeader", () => new CheckXIAHeader());
        registry.Add("LookupXIARoute", () => new LookupXIARoute());
        registry.Add("XARPQuerier", () => new XARPQuerier());
        registry.Add("XARPResponder", () => new XARPResponder());
        registry.Add("XCMPError", () => new XCMPError());
        registry.Add("XCMPPingResponder", () => new XCMPPingResponder());
        registry.Add("XIAVmGate", () => new XIAVmGate());
        registry.Add("XIAEncap", () => new XIAEncap());
        registry.Add("XIARandomize", () => new XIARandomize());
        registry.Add("XIASelectPath", () => new XIASelectPath());
        registry.Add("XIAXIDTypeClassifier", () => new XIAXIDTypeClassifier());
        registry.Add("XIAXIDTypeCounter", () => new XIAXIDTypeCounter());
        registry.Add("XIAXIDRouteTable", () => new XIAXIDRouteTable());
        registry.Add("XIANextHop", () => new XIANextHop());
        registry.Add("XIACheckDest", () => new XIACheckDest());
        registry.Add("XIADecHLIM", () => new XIADecHLIM());
        registry.Add("XIAPaint", () => new XIAPaint());
        registry.Add("XIAPaintSwitch", () => new XIAPaintSwitch());
        registry.Add("XIAIPEncap", () => new XIAIPEncap());
        registry.Add("XIAIPDecap", () => new XIAIPDecap());
        registry.Add("XIAFastPath", () => new XIAFastPath());
    }
}
