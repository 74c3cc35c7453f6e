using System.Globalization;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Compiles pairs of an output and a pattern into one program.</summary>
internal static class PatternSet
{
    /// <summary>Reads <c>OUTPUT PATTERN</c> arguments; what is wrong or odd goes to the report.</summary>
    public static DecisionProgram Compile(
        IReadOnlyList<string> arguments, Element element, PatternReport report)
    {
        var names = new PatternNames(element);
        var rules = new List<(int Output, Condition Condition)>();
        for (int index = 0; index < arguments.Count; index++)
        {
            List<string> words = PatternWords.Split(ArgumentText.Unquote(arguments[index]));
            if (words.Count == 0)
            {
                report.Error($"empty pattern {index}");
                continue;
            }

            report.Prefix = $"pattern {index}: ";
            int output = ReadOutput(words[0], element.OutputCount, report);
            bool isAny = words.Count == 1 || (words.Count == 2 && words[1] is "-" or "any" or "all");
            Condition condition = isAny
                ? new Condition.Always(true)
                : PatternParser.Parse(words, 1, names, report);
            rules.Add((output, condition));
            report.Prefix = "";
        }

        var graph = new DecisionGraph();
        if (!report.HasErrors)
        {
            rules.Reverse();
            foreach ((int output, Condition condition) in rules)
            {
                graph.Root = graph.Add(condition, ~output, graph.Root);
            }
        }

        return new DecisionProgram(DecisionSimplifier.Simplify(graph));
    }

    private static int ReadOutput(string word, int outputCount, PatternReport report)
    {
        switch (word)
        {
            case "allow" when outputCount == 0:
                report.Error("'allow' is meaningless, element has zero outputs");
                return DecisionGraph.Drop;
            case "allow":
                return 0;
            case "deny" or "drop":
                return DecisionGraph.Drop;
        }

        if (!ArgumentTypes.Int32()(word, out int output, out _))
        {
            report.Error($"unknown slot ID '{word}'");
            return DecisionGraph.Drop;
        }

        if (output < 0 || output >= outputCount)
        {
            report.Error(string.Create(CultureInfo.InvariantCulture, $"slot '{output}' out of range"));
            return DecisionGraph.Drop;
        }

        return output;
    }
}
