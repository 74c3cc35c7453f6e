namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>A sequence of values.</summary>
internal sealed class YamlList(SourcePosition position) : YamlValue(position)
{
    internal List<YamlValue> Items { get; } = [];

    internal override string Description => "a list";
}
