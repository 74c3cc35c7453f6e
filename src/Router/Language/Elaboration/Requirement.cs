namespace Xia.Router.Language.Elaboration;

/// <summary>What a configuration asks for before it can run.</summary>
/// <param name="Kind"><c>package</c> or <c>compact_config</c>.</param>
/// <param name="Value">Which; empty where the kind says it all.</param>
internal readonly record struct Requirement(string Kind, string Value)
{
    /// <summary>The kind that asks for a configuration without its text.</summary>
    public const string CompactConfiguration = "compact_config";

    /// <summary>As it stands inside <c>require(…)</c>.</summary>
    public override string ToString() =>
        Value.Length == 0 ? Kind : $"{Kind} {ArgumentText.QuoteAlways(Value)}";
}
