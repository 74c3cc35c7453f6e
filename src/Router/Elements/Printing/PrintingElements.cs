using Xia.Router.Graph;

namespace Xia.Router.Elements.Printing;

/// <summary>The element classes that show packets to people.</summary>
internal static class PrintingElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("ARPPrint", () => new ARPPrint())
        .Add("IPPrint", () => new IPPrint())
        .Add("Print", () => new Print());
}
