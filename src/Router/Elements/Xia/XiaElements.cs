using Xia.Router.Graph;

namespace Xia.Router.Elements.Xia;

/// <summary>The element classes of XIA.</summary>
internal static class XiaElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => ArgumentNullException.ThrowIfNull(registry);
}
