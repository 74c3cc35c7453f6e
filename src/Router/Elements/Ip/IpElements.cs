using Xia.Router.Elements.Ip.Routes;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Ip;

/// <summary>The element classes of IPv4.</summary>
internal static class IpElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("CheckIPHeader", () => new CheckIPHeader())
        .Add("CheckIPHeader2", () => new CheckIPHeader2())
        .Add("IPClassifier", () => new IPClassifier())
        .Add("IPFilter", () => new IPFilter())
        .Add("MarkIPHeader", () => new MarkIPHeader())
        .Add("RadixIPLookup", () => new RadixIPLookup())
        .Add("DirectIPLookup", () => new DirectIPLookup())
        .Add("RangeIPLookup", () => new RangeIPLookup())
        .Add("LinearIPLookup", () => new LinearIPLookup())
        .Add("StaticIPLookup", () => new StaticIPLookup())
        .Add("SortedIPLookup", () => new SortedIPLookup())
        .Add("LookupIPRoute", () => new LookupIPRoute())
        .Add("DecIPTTL", () => new DecIPTTL())
        .Add("FixIPSrc", () => new FixIPSrc())
        .Add("IPFragmenter", () => new IPFragmenter())
        .Add("DropBroadcasts", () => new DropBroadcasts())
        .Add("GetIPAddress", () => new GetIPAddress())
        .Add("SetIPAddress", () => new SetIPAddress())
        .Add("SetIPChecksum", () => new SetIPChecksum())
        .Add("SetRandIPAddress", () => new SetRandIPAddress())
        .Add("StoreIPAddress", () => new StoreIPAddress())
        .Add("StripIPHeader", () => new StripIPHeader())
        .Add("UnstripIPHeader", () => new UnstripIPHeader())
        .Add("StripToNetworkHeader", () => new StripToNetworkHeader())
        .Add("SetIPDSCP", () => new SetIPDSCP())
        .Add("SetIPECN", () => new SetIPECN())
        .Add("MarkIPCE", () => new MarkIPCE())
        .Add("IPMirror", () => new IPMirror())
        .Add("IPReassembler", () => new IPReassembler())
        .Add("IPGWOptions", () => new IPGWOptions())
        .Add("IPEncap", () => new IPEncap())
        .Add("IPInputCombo", () => new IPInputCombo())
        .Add("IPOutputCombo", () => new IPOutputCombo());
}
