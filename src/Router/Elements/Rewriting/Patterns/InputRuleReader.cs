using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>
/// Reads the rule of one input: <c>drop</c>, <c>pass [OUTPUT]</c>, <c>keep FOUTPUT ROUTPUT</c>,
/// <c>pattern PATTERN FOUTPUT ROUTPUT</c>, or the name of a mapper.
/// </summary>
internal static class InputRuleReader
{
    /// <summary>Reads a rule.</summary>
    /// <returns>The rule, or null and an error in Click's words.</returns>
    public static InputRule? Read(string text, Element asker, out string? error)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count == 0)
        {
            error = "empty argument";
            return null;
        }

        string[] rest = [.. words.Skip(1)];
        InputRule? rule = words[0] switch
        {
            "pass" or "passthrough" or "nochange" => ReadPass(rest, out error),
            "keep" => PatternReader.TryReadOutputs(rest, out int forward, out int reply, out error)
                ? new InputRule.Keep(forward, reply)
                : null,
            "drop" or "discard" => ReadDrop(words[0], rest, out error),
            "pattern" or "xpattern" => PatternReader.ReadWithOutputs(rest, asker, out error),
            _ => ReadMapper(words[0], rest, asker, out error),
        };
        if (rule?.Fits(asker.OutputCount) == false)
        {
            error = "output port out of range";
            return null;
        }

        return rule;
    }

    private static InputRule.Pass? ReadPass(string[] rest, out string? error)
    {
        int output = 0;
        if (rest.Length > 1 || (rest.Length == 1 && !PatternReader.TryReadNumber(rest[0], out output)))
        {
            error = "syntax error, expected 'nochange [OUTPUT]'";
            return null;
        }

        error = null;
        return new InputRule.Pass(output);
    }

    private static InputRule.Drop? ReadDrop(string word, string[] rest, out string? error)
    {
        error = rest.Length > 0 ? $"syntax error, expected '{word}'" : null;
        return error is null ? new InputRule.Drop() : null;
    }

    private static InputRule.Mapper? ReadMapper(
        string name, string[] rest, Element asker, out string? error)
    {
        Element? element = asker.Router.FindInScope(name, asker);
        error = element is null ? "unknown specification"
            : rest.Length > 0 ? "syntax error, expected element name"
            : element is not IFlowMapper ? "element is not an IPMapper" : null;
        return error is null ? new InputRule.Mapper((IFlowMapper)element!) : null;
    }
}
