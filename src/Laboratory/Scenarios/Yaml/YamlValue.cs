namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>A node of a YAML document that knows where it stands.</summary>
internal abstract class YamlValue(SourcePosition position)
{
    internal SourcePosition Position { get; } = position;

    /// <summary>What it is, as a mistake's message says after "found".</summary>
    internal abstract string Description { get; }
}
