namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>A single value.</summary>
internal sealed class YamlScalar(SourcePosition position, string text, bool isQuoted) : YamlValue(position)
{
    internal string Text { get; } = text;

    /// <summary>Whether nothing stands there, or a plain <c>null</c> or <c>~</c>.</summary>
    internal bool IsNull { get; } = !isQuoted && text is "" or "~" or "null";

    internal override string Description => IsNull ? "nothing" : $"'{Text}'";
}
