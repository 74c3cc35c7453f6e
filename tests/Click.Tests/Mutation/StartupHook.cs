using Xia.Click.Tests.Mutation;
using Xia.Router.Graph;

/// <summary>
/// Replaces the element class that <c>XIA_CLICK_REPLACE</c> names before the command starts; the runtime calls
/// it when <c>DOTNET_STARTUP_HOOKS</c> names this assembly.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for a class of this name outside of namespaces.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        string name = Environment.GetEnvironmentVariable("XIA_CLICK_REPLACE") ?? "";
        if (ElementRegistry.BuiltIn.Contains(name))
        {
            var originals = new ElementRegistry(ElementRegistry.BuiltIn);
            ElementRegistry.BuiltIn.Add(name, () => Mutants.Of(originals.Create(name)));
        }
    }
}
