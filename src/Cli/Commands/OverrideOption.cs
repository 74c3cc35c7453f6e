using System.CommandLine;
using System.CommandLine.Parsing;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli.Commands;

/// <summary>The option <c>--set path=value</c> of several verbs.</summary>
internal static class OverrideOption
{
    internal static Option<ScenarioOverride[]> Create() => new("--set")
    {
        HelpName = "path=value",
        Description =
            "Replaces a value of the scenario, such as events.0.limit=64MiBps; may stand several times.",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = Parse,
        DefaultValueFactory = _ => [],
    };

    private static ScenarioOverride[] Parse(ArgumentResult result)
    {
        List<ScenarioOverride> overrides = [];
        foreach (Token token in result.Tokens)
        {
            if (ScenarioOverride.TryParse(token.Value, out ScenarioOverride change))
            {
                overrides.Add(change);
            }
            else
            {
                result.AddError($"--set expects path=value, not '{token.Value}'.");
            }
        }

        return [.. overrides];
    }
}
