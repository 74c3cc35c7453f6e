using Xia.Router.Elements.Ethernet;
using Xia.Router.Elements.Host;
using Xia.Router.Elements.Ip;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;

namespace Xia.Router.Elements;

/// <summary>The element classes of the standard, Ethernet, IP and host families.</summary>
internal static class BasicElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry)
    {
        registry
            .Add("Idle", () => new Idle())
            .Add("Discard", () => new Discard())
            .Add("Null", () => new Null())
            .Add("Counter", () => new Counter())
            .Add("Tee", () => new Tee())
            .Add("Queue", () => new Queue())
            .Add("Unqueue", () => new Unqueue())
            .Add("Paint", () => new Paint())
            .Add("CheckPaint", () => new CheckPaint())
            .Add("PaintSwitch", () => new PaintSwitch())
            .Add("Strip", () => new Strip())
            .Add("Unstrip", () => new Unstrip())
            .Add("Switch", () => new Switch())
            .Add("StaticSwitch", () => new StaticSwitch())
            .Add("Print", () => new Print())
            .Add("InfiniteSource", () => new InfiniteSource())
            .Add("RatedSource", () => new RatedSource())
            .Add("FromDevice", () => new FromDevice())
            .Add("ToDevice", () => new ToDevice())
            .Add("Classifier", () => new Classifier());
        registry
            .Add("EtherEncap", () => new EtherEncap())
            .Add("HostEtherFilter", () => new HostEtherFilter())
            .Add("EtherSwitch", () => new EtherSwitch())
            .Add("ARPQuerier", () => new ARPQuerier())
            .Add("ARPResponder", () => new ARPResponder());
        registry
            .Add("CheckIPHeader", () => new CheckIPHeader())
            .Add("MarkIPHeader", () => new MarkIPHeader())
            .Add("LookupIPRoute", () => new LookupIPRoute())
            .Add("DecIPTTL", () => new DecIPTTL())
            .Add("ICMPError", () => new ICMPError())
            .Add("FixIPSrc", () => new FixIPSrc())
            .Add("IPFragmenter", () => new IPFragmenter())
            .Add("DropBroadcasts", () => new DropBroadcasts())
            .Add("GetIPAddress", () => new GetIPAddress())
            .Add("SetIPAddress", () => new SetIPAddress())
            .Add("ICMPPingResponder", () => new ICMPPingResponder());
        registry
            .Add("HostStack", () => new HostStack())
            .Add("VmGate", () => new VmGate());
    }
}
