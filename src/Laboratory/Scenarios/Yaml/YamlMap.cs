namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Keys with values, in order of the file.</summary>
internal sealed class YamlMap(SourcePosition position) : YamlValue(position)
{
    internal List<Entry> Entries { get; } = [];

    internal override string Description => "a mapping";

    internal YamlValue? Find(string key) => Entries.Find(entry => entry.Key == key).Value;

    /// <summary>Replaces the value of a key, or adds the key at the end.</summary>
    internal void Put(string key, SourcePosition keyPosition, YamlValue value)
    {
        int index = Entries.FindIndex(entry => entry.Key == key);
        var changed = new Entry(key, keyPosition, value);
        if (index < 0)
        {
            Entries.Add(changed);
        }
        else
        {
            Entries[index] = changed;
        }
    }

    internal readonly record struct Entry(string Key, SourcePosition KeyPosition, YamlValue Value);
}
