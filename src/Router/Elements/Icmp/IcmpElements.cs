using Xia.Router.Graph;

namespace Xia.Router.Elements.Icmp;

/// <summary>The element classes of ICMP.</summary>
internal static class IcmpElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("CheckICMPHeader", () => new CheckICMPHeader())
        .Add("ICMPError", () => new ICMPError())
        .Add("ICMPIPEncap", () => new ICMPIPEncap())
        .Add("ICMPPingEncap", () => new ICMPPingEncap())
        .Add("ICMPPingResponder", () => new ICMPPingResponder())
        .Add("ICMPPingSource", () => new ICMPPingSource());
}
