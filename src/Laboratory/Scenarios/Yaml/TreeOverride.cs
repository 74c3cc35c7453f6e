using System.Globalization;

namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Puts the values of <c>--set</c> into a tree before it is checked.</summary>
internal static class TreeOverride
{
    /// <summary>Replaces, or adds, the value at an override's path.</summary>
    /// <remarks>
    /// Missing keys are added, so that what is optional can be set; the check of the tree finds those that do
    /// not exist. List items are named by position, by their <c>name</c>, or, for links, by <c>a-b</c>.
    /// </remarks>
    internal static void Apply(YamlMap root, ScenarioOverride change, MistakeList mistakes)
    {
        var here = new SourcePosition(change.ToString(), 0, 0);
        string[] path = change.Path.Split('.');
        if (path.Any(string.IsNullOrWhiteSpace))
        {
            mistakes.Add(here, "expected path=value with dots between the keys of the path");
            return;
        }

        YamlValue value = YamlTree.Read(here.Source, change.Value, false, mistakes)
            ?? new YamlScalar(here, "", false);
        YamlValue parent = root;
        for (int i = 0; i < path.Length; i++)
        {
            bool isLast = i == path.Length - 1;
            string walked = string.Join('.', path[..i]);
            switch (parent)
            {
                case YamlMap map:
                    if (isLast)
                    {
                        map.Put(path[i], here, value);
                    }
                    else if (map.Find(path[i]) is not (YamlMap or YamlList))
                    {
                        map.Put(path[i], here, new YamlMap(here));
                    }

                    parent = map.Find(path[i])!;
                    break;
                case YamlList list:
                    int index = IndexOf(list, path[i]);
                    if (index < 0)
                    {
                        string range =
                            list.Items.Count == 0 ? "it is empty" : $"it has 0 to {list.Items.Count - 1}";
                        mistakes.Add(here, $"'{walked}' has no item '{path[i]}'; {range}{NamesOf(list)}");
                        return;
                    }

                    if (isLast)
                    {
                        list.Items[index] = value;
                    }

                    parent = list.Items[index];
                    break;
                default:
                    mistakes.Add(here, $"'{walked}' is {parent.Description} and has no '{path[i]}' within");
                    return;
            }
        }
    }

    private static int IndexOf(YamlList list, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (index < list.Items.Count ? index : -1)
            : list.Items.FindIndex(item => NameOf(item) == name);

    private static string NamesOf(YamlList list)
    {
        string[] names = [.. list.Items.Select(NameOf).OfType<string>()];
        return names.Length == 0 ? "" : $" ({string.Join(", ", names)})";
    }

    private static string? NameOf(YamlValue item) => item switch
    {
        YamlMap map when map.Find("name") is YamlScalar name => name.Text,
        YamlMap map when map.Find("between") is YamlList { Items: [YamlScalar first, YamlScalar second] } =>
            $"{first.Text}-{second.Text}",
        YamlScalar scalar => scalar.Text,
        _ => null,
    };
}
