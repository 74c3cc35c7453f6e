namespace Xia.Laboratory.Scenarios;

/// <summary>A value that replaces one of the file before the file is checked.</summary>
/// <param name="Path">
/// Keys, list positions from 0, or names of list items, with dots between: <c>events.0.limit</c>,
/// <c>arms.ip-none.kick</c>.
/// </param>
/// <param name="Value">The new value, in YAML.</param>
public sealed record ScenarioOverride(string Path, string Value)
{
    /// <summary>Splits <c>path=value</c> at its first equals sign.</summary>
    public static bool TryParse(string text, out ScenarioOverride result)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        result = equals > 0
            ? new ScenarioOverride(text[..equals].Trim(), text[(equals + 1)..].Trim())
            : new ScenarioOverride(text, "");
        return equals > 0;
    }

    /// <summary>As it is given on the command line.</summary>
    public override string ToString() => $"--set {Path}={Value}";
}
