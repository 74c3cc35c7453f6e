namespace Xia.Router.Graph.Building;

/// <summary>Which inputs of an element reach which outputs.</summary>
/// <remarks>
/// One letter or bracketed set per port, the last repeats, inputs and outputs divided by a slash. An input
/// reaches an output when their sets meet; <c>#</c> is a letter that differs for each port number, and
/// <c>[^…]</c> is all but. <c>x/x</c>: all reach all; <c>x/y</c>: none; <c>#/#</c>: the same number;
/// <c>#/[^#]</c>: all others.
/// </remarks>
internal static class FlowCode
{
    /// <summary>Whether packets that come in at one port can leave at the other.</summary>
    public static bool Reaches(string code, int input, int output)
    {
        int slash = code.IndexOf('/', StringComparison.Ordinal);
        string from = Unit(slash < 0 ? code : code[..slash], input);
        string to = Unit(slash < 0 ? code : code[(slash + 1)..], output);
        foreach (char letter in from)
        {
            // '#' of an input is another letter than '#' of an output unless the numbers are equal.
            bool known = letter == '#' ? to.Contains('#') && input == output : to.Contains(letter);
            if (to.StartsWith('^') ? !known : known)
            {
                return true;
            }
        }

        return false;
    }

    private static string Unit(string code, int port)
    {
        string unit = "";
        int at = 0;
        for (int count = 0; count <= port && at < code.Length; count++)
        {
            if (code[at] == '[')
            {
                int close = code.IndexOf(']', at);
                unit = code[(at + 1)..close];
                at = close + 1;
            }
            else
            {
                unit = code[at++].ToString();
            }
        }

        return unit;
    }
}
