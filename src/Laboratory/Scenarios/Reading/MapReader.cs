using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>
/// Reads the keys of one mapping; what is wrong goes to the list and a placeholder comes back.
/// </summary>
/// <param name="map">The mapping.</param>
/// <param name="what">What it describes, such as <c>node client</c>.</param>
/// <param name="mistakes">Takes what is wrong.</param>
internal sealed class MapReader(YamlMap map, string what, MistakeList mistakes)
{
    private readonly List<string> _known = [];

    internal SourcePosition Position => map.Position;

    internal string What => what;

    internal MistakeList Mistakes => mistakes;

    /// <summary>Makes a reader of a value that should be a mapping.</summary>
    internal static MapReader? Of(YamlValue value, string what, MistakeList mistakes)
    {
        if (value is YamlMap map)
        {
            return new MapReader(map, what, mistakes);
        }

        mistakes.Add(value.Position, $"expected a mapping that describes {what}, found {value.Description}");
        return null;
    }

    /// <summary>Whether a key stands there, be its value empty.</summary>
    internal bool Has(string key) => Find(key) is not null;

    /// <summary>Where the value of a key stands; where the mapping stands, if there is none.</summary>
    internal SourcePosition PositionOf(string key) => map.Find(key)?.Position ?? map.Position;

    /// <summary>The value of a key, whatever it is; null if there is none.</summary>
    internal YamlValue? Find(string key)
    {
        if (!_known.Contains(key))
        {
            _known.Add(key);
        }

        return map.Find(key);
    }

    /// <summary>The value of a key that has to be there.</summary>
    internal YamlValue? Require(string key, string expected)
    {
        YamlValue? value = Find(key);
        if (value is null)
        {
            mistakes.Add(map.Position, $"{what} needs '{key}': expected {expected}");
        }

        return value;
    }

    /// <summary>A single value that has to be there.</summary>
    internal T Require<T>(string key, ValueKind<T> kind) =>
        Require(key, kind.Expected) is { } value
            ? Values.Read(value, kind, $"'{key}'", mistakes)
            : kind.Placeholder;

    /// <summary>A single value, or what holds without it.</summary>
    internal T Read<T>(string key, ValueKind<T> kind, T fallback) =>
        Find(key) is { } value ? Values.Read(value, kind, $"'{key}'", mistakes) : fallback;

    /// <summary>A single value, or null without it.</summary>
    internal T? ReadOptional<T>(string key, ValueKind<T> kind)
        where T : struct => Find(key) is { } value ? Values.Read(value, kind, $"'{key}'", mistakes) : null;

    /// <summary>The items of a list; none if the key is missing.</summary>
    internal IReadOnlyList<YamlValue> List(string key, string expected)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                return list.Items;
            case { } other:
                mistakes.Add(
                    other.Position, $"'{key}': expected a list of {expected}, found {other.Description}");
                return [];
        }
    }

    /// <summary>The entries of a mapping from names; none if the key is missing.</summary>
    internal IReadOnlyList<YamlMap.Entry> Map(string key, string expected)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalar { IsNull: true }:
                return [];
            case YamlMap entries:
                return entries.Entries;
            case { } other:
                mistakes.Add(other.Position, $"'{key}': expected {expected}, found {other.Description}");
                return [];
        }
    }

    /// <summary>Exactly one of several keys has to be there.</summary>
    /// <returns>The key, or null if none or several are.</returns>
    internal string? RequireOneOf(params ReadOnlySpan<string> keys)
    {
        List<string> present = [];
        foreach (string key in keys)
        {
            if (Has(key))
            {
                present.Add(key);
            }
        }

        if (present.Count == 1)
        {
            return present[0];
        }

        string expected = $"exactly one of {string.Join(", ", keys!)}";
        string found = present.Count == 0 ? "none" : string.Join(" and ", present);
        SourcePosition where = present.Count == 0 ? map.Position : KeyPosition(present[1]);
        mistakes.Add(where, $"{what}: expected {expected}, found {found}");
        return null;
    }

    /// <summary>Says that keys mean nothing here, although the format knows them.</summary>
    internal void Refuse(string reason, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (Has(key))
            {
                mistakes.Add(KeyPosition(key), $"{what}: '{key}' {reason}");
            }
        }
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    internal void Finish()
    {
        foreach (YamlMap.Entry entry in map.Entries.Where(entry => !_known.Contains(entry.Key)))
        {
            mistakes.Add(
                entry.KeyPosition, $"{what} has no key '{entry.Key}'{Suggestion.For(entry.Key, _known)}");
        }
    }

    private SourcePosition KeyPosition(string key) => map.Entries.Find(entry => entry.Key == key).KeyPosition;
}
