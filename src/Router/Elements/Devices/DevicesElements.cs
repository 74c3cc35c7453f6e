using Xia.Router.Graph;

namespace Xia.Router.Elements.Devices;

/// <summary>The element classes of devices.</summary>
internal static class DevicesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("FromDevice", () => new FromDevice())
        .Add("KernelTap", () => new KernelTap())
        .Add("Socket", () => new Socket())
        .Add("ToDevice", () => new ToDevice());
}
