using Xia.Router.Graph;

namespace Xia.Cli.Click;

/// <summary><c>xia click provides</c>: whether element classes and features exist.</summary>
internal static class ProvidesCommand
{
    private static readonly string[] Features = ["userlevel", "umultithread", "int64"];

    internal static int Run(ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!Features.Contains(name) && !ElementRegistry.BuiltIn.Contains(name))
            {
                return 1;
            }
        }

        return 0;
    }
}
