using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard;

/// <summary>The argument of <see cref="Switch"/> and <see cref="StaticSwitch"/>.</summary>
internal static class SwitchArgument
{
    public static int Read(ArgumentReader arguments, Element element)
    {
        int output = arguments.Positional("OUTPUT", ArgumentTypes.Int32(), 0);
        if (output >= element.OutputCount)
        {
            arguments.Error($"output must be < {element.OutputCount}");
        }

        return Math.Max(output, -1);
    }
}
