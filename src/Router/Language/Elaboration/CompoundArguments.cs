namespace Xia.Router.Language.Elaboration;

/// <summary>Fits arguments to the parameters of a compound, and describes uses and definitions.</summary>
internal static class CompoundArguments
{
    /// <summary>The value of each parameter, or null when the arguments do not fit.</summary>
    public static IReadOnlyList<string>? Assign(
        IReadOnlyList<Formal> formals, IReadOnlyList<string> arguments)
    {
        string[] values = new string[formals.Count];
        int positions = 0;
        for (; positions < formals.Count && formals[positions].Keyword.Length == 0; positions++)
        {
            if (positions == arguments.Count)
            {
                return null;
            }

            values[positions] = arguments[positions];
        }

        var left = new List<string>(arguments.Skip(positions));
        for (int index = positions; index < formals.Count; index++)
        {
            string keyword = formals[index].Keyword;
            if (keyword == Formal.Rest && index == formals.Count - 1)
            {
                values[index] = string.Join(", ", left);
                return values;
            }

            // The last of several wins.
            int found = left.FindLastIndex(argument => ArgumentText.KeywordOf(argument, out _) == keyword);
            if (found < 0)
            {
                return null;
            }

            ArgumentText.KeywordOf(left[found], out values[index]);
            left.RemoveAll(argument => ArgumentText.KeywordOf(argument, out _) == keyword);
        }

        return left.Count == 0 ? values : null;
    }

    /// <summary>How a use looks, such as <c>X[2 arguments, 1 input, 1 output]</c>.</summary>
    public static string Describe(string name, int arguments, int inputs, int outputs) =>
        $"{name}[{(arguments == 0 ? "" : Plural(arguments, "argument") + ", ")}{Ports(inputs, outputs)}]";

    /// <summary>How a definition looks, such as <c>X(&lt;arg&gt;, KEY, ...)[1 input, 1 output]</c>.</summary>
    public static string Describe(CompoundBody body)
    {
        string formals = string.Join(", ", body.Formals.Select(formal => formal.Keyword switch
        {
            "" => "<arg>",
            Formal.Rest => "...",
            _ => formal.Keyword,
        }));
        return body.PrintableName + (formals.Length == 0 ? "" : $"({formals})")
            + $"[{Ports(body.InputCount, body.OutputCount)}]";
    }

    private static string Ports(int inputs, int outputs) =>
        $"{Plural(inputs, "input")}, {Plural(outputs, "output")}";

    private static string Plural(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
