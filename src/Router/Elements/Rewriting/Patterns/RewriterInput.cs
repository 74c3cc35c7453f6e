using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>One input of a rewriter.</summary>
/// <param name="rule">What happens to packets of unknown flows.</param>
internal sealed class RewriterInput(InputRule rule)
{
    /// <summary>What happens to packets of unknown flows.</summary>
    public InputRule Rule { get; set; } = rule;

    /// <summary>How many flows that began here are known.</summary>
    public int FlowCount { get; set; }

    /// <summary>How many packets could not begin a flow.</summary>
    public long FailureCount { get; set; }

    /// <summary>Reads a rule for each input of a rewriter.</summary>
    public static RewriterInput[] ReadAll(
        IReadOnlyList<string> rules, FlowRewriter rewriter, ArgumentReader arguments)
    {
        if (rules.Count != rewriter.InputCount)
        {
            arguments.Error($"need {rewriter.InputCount} arguments, one per input port");
            return [];
        }

        var inputs = new RewriterInput[rules.Count];
        for (int input = 0; input < inputs.Length; input++)
        {
            InputRule? rule = InputRuleReader.Read(rules[input], rewriter, out string? error);
            if (rule is null)
            {
                arguments.Error($"input spec {input}: {error}");
            }

            inputs[input] = new RewriterInput(rule ?? new InputRule.Drop());
        }

        return inputs;
    }

    /// <summary>Tells mappers how many outputs there are.</summary>
    /// <returns>What they say against it, a line each; null for nothing.</returns>
    public static string? TellMappers(IReadOnlyList<RewriterInput> inputs, int outputCount)
    {
        string?[] errors =
        [
            .. inputs.Select((input, number) => input.Rule is InputRule.Mapper mapper
                && mapper.Element.Accept(outputCount) is { } error ? $"input spec {number}: {error}" : null),
        ];
        string[] found = [.. errors.OfType<string>()];
        return found.Length == 0 ? null : string.Join('\n', found);
    }

    /// <summary>The rule, and the number of flows unless it is 0.</summary>
    public override string ToString() =>
        FlowCount > 0 ? $"{Rule.Description} [{FlowCount}]" : Rule.Description;
}
