using Xia.Router.Elements.Ethernet.Arp;
using Xia.Router.Elements.Ethernet.Vlan;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Ethernet;

/// <summary>The element classes of Ethernet and ARP.</summary>
internal static class EthernetElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("ARPFaker", () => new ARPFaker())
        .Add("ARPQuerier", () => new ARPQuerier())
        .Add("ARPResponder", () => new ARPResponder())
        .Add("ARPTable", () => new ARPTable())
        .Add("CheckARPHeader", () => new CheckARPHeader())
        .Add("EnsureEther", () => new EnsureEther())
        .Add("EtherEncap", () => new EtherEncap())
        .Add("EtherMirror", () => new EtherMirror())
        .Add("EtherRewrite", () => new EtherRewrite())
        .Add("EtherSwitch", () => new EtherSwitch())
        .Add("EtherVLANEncap", () => new EtherVLANEncap())
        .Add("GetEtherAddress", () => new GetEtherAddress())
        .Add("HostEtherFilter", () => new HostEtherFilter())
        .Add("SetEtherAddress", () => new SetEtherAddress())
        .Add("SetVLANAnno", () => new SetVLANAnno())
        .Add("StoreEtherAddress", () => new StoreEtherAddress())
        .Add("StripEtherVLANHeader", () => new StripEtherVLANHeader())
        .Add("VLANDecap", () => new VLANDecap())
        .Add("VLANEncap", () => new VLANEncap());
}
