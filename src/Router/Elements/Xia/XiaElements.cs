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
    }
}
