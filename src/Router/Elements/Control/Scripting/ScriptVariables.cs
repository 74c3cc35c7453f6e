using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>The variables of a script, and those that it does not set: <c>$args $0 $# $input …</c></summary>
internal sealed class ScriptVariables(Element owner)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>What made the script run.</summary>
    public ScriptCall Call { get; set; } = ScriptCall.None;

    /// <summary>What the last write gave; 0 when it went well.</summary>
    public int WriteStatus { get; set; }

    /// <summary>Gives a variable a value.</summary>
    public void Set(string name, string value) => _values[name] = value;

    /// <summary>Whether the script gave it a value.</summary>
    public bool IsSet(string name) => _values.ContainsKey(name);

    /// <summary>The value of a variable; null when it has none.</summary>
    public string? Find(string name)
    {
        if (_values.TryGetValue(name, out string? value))
        {
            return value;
        }

        switch (name)
        {
            case "$":
                return $"{owner.Router.Environment.Signals?.ProcessId ?? 0}";
            case "?":
                return $"{WriteStatus}";
            case "#":
                return $"{ArgumentText.Words(Call.Arguments).Count}";
            case "args":
                return Call.Arguments;
            case "0":
                return Call.Handler;
            case "write":
                return ScriptLogic.Text(Call.IsWrite);
            case "input" when Call.Input is { } input:
                return $"{input}";
        }

        return name.Length > 0 && char.IsAsciiDigit(name[0]) && int.TryParse(name, out int index)
            ? ArgumentText.Words(Call.Arguments).ElementAtOrDefault(index - 1) ?? ""
            : null;
    }
}
