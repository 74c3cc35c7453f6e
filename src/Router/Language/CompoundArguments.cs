namespace Xia.Router.Language;

/// <summary>Fits arguments to the parameters of a compound.</summary>
internal static class CompoundArguments
{
    private const string Rest = "__REST__";

    /// <summary>The value of each parameter, or null when the arguments do not fit.</summary>
    public static IReadOnlyList<string>? Assign(
        IReadOnlyList<Formal> formals, IReadOnlyList<string> arguments)
    {
        var left = new List<string>(arguments);
        string[] values = new string[formals.Count];
        Array.Fill(values, "");
        for (int index = 0; index < formals.Count && formals[index].Keyword.Length == 0; index++)
        {
            if (left.Count == 0)
            {
                return null;
            }

            values[index] = left[0];
            left.RemoveAt(0);
        }

        for (int index = 0; index < formals.Count; index++)
        {
            string keyword = formals[index].Keyword;
            if (keyword == Rest)
            {
                values[index] = string.Join(", ", left);
                left.Clear();
            }
            else if (keyword.Length > 0)
            {
                int found = left.FindLastIndex(argument => ArgumentText.Words(argument) is [var first, ..]
                    && first == keyword);
                if (found >= 0)
                {
                    values[index] = left[found][keyword.Length..].Trim();
                    left.RemoveAll(argument => ArgumentText.Words(argument) is [var first, ..]
                        && first == keyword);
                }
            }
        }

        return left.Count == 0 ? values : null;
    }

    /// <summary>How a use looks, such as <c>X[2 arguments, 1 input, 1 output]</c>.</summary>
    public static string Signature(string name, int arguments, int inputs, int outputs) =>
        $"{(name.Length == 0 ? "<anonymous>" : name)}[{Plural(arguments, "argument")}, "
        + $"{Plural(inputs, "input")}, {Plural(outputs, "output")}]";

    /// <summary>How a definition looks, such as <c>X[2 arguments, 1 input, 1 output]</c>.</summary>
    public static string Signature(string name, IReadOnlyList<Formal> formals, int inputs, int outputs) =>
        Signature(name, formals.Count, inputs, outputs);

    private static string Plural(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
