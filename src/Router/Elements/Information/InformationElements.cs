using Xia.Router.Graph;

namespace Xia.Router.Elements.Information;

/// <summary>The element classes that take no packets, but tell other elements something.</summary>
internal static class InformationElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("AddressInfo", () => new AddressInfo())
        .Add("AlignmentInfo", () => new AlignmentInfo())
        .Add("PortInfo", () => new PortInfo());
}
