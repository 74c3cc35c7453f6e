using Xia.Router.Graph;

namespace Xia.Router.Elements.Ethernet;

/// <summary>The element classes of Ethernet and ARP.</summary>
internal static class EthernetElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("EtherEncap", () => new EtherEncap())
        .Add("HostEtherFilter", () => new HostEtherFilter())
        .Add("EtherSwitch", () => new EtherSwitch())
        .Add("ARPQuerier", () => new ARPQuerier())
        .Add("ARPResponder", () => new ARPResponder());
}
