using Xia.Router.Elements.TcpUdp.Generators;
using Xia.Router.Graph;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>The element classes of TCP and UDP.</summary>
internal static class TcpUdpElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("CheckTCPHeader", () => new CheckTCPHeader())
        .Add("CheckUDPHeader", () => new CheckUDPHeader())
        .Add("DynamicUDPIPEncap", () => new DynamicUDPIPEncap())
        .Add("SetTCPChecksum", () => new SetTCPChecksum())
        .Add("SetUDPChecksum", () => new SetUDPChecksum())
        .Add("UDPIPEncap", () => new UDPIPEncap())
        .Add("TCPFragmenter", () => new TCPFragmenter())
        .Add("TCPIPSend", () => new TCPIPSend())
        .Add("FastUDPSource", () => new FastUDPSource());
}
