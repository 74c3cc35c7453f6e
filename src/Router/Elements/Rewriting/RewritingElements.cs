using Xia.Router.Graph;

namespace Xia.Router.Elements.Rewriting;

/// <summary>The element classes that rewrite addresses and ports.</summary>
internal static class RewritingElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("FTPPortMapper", () => new FTPPortMapper())
        .Add("ICMPPingRewriter", () => new ICMPPingRewriter())
        .Add("ICMPRewriter", () => new ICMPRewriter())
        .Add("IPAddrPairRewriter", () => new IPAddrPairRewriter())
        .Add("IPAddrRewriter", () => new IPAddrRewriter())
        .Add("IPRewriter", () => new IPRewriter())
        .Add("IPRewriterPatterns", () => new IPRewriterPatterns())
        .Add("RoundRobinIPMapper", () => new RoundRobinIPMapper())
        .Add("SourceIPHashMapper", () => new SourceIPHashMapper())
        .Add("TCPRewriter", () => new TCPRewriter())
        .Add("UDPRewriter", () => new UDPRewriter());
}
