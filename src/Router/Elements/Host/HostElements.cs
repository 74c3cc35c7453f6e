using Xia.Router.Graph;

namespace Xia.Router.Elements.Host;

/// <summary>The element classes of host stacks and machines.</summary>
internal static class HostElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("HostStack", () => new HostStack())
        .Add("VmGate", () => new VmGate());
}
