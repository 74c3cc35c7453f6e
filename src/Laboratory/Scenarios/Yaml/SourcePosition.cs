namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Where something stands; line and column from 1, or 0 where there are none.</summary>
internal readonly record struct SourcePosition(string Source, int Line, int Column);
