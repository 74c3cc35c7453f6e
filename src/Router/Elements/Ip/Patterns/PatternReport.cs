namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Collects what is wrong and what is odd about patterns.</summary>
internal sealed class PatternReport
{
    private readonly List<string> _messages = [];

    /// <summary>Errors and warnings in the order in which they were found.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Whether something makes the patterns useless.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>What stands before each text, such as <c>pattern 0: </c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Adds an error.</summary>
    public void Error(string text)
    {
        HasErrors = true;
        _messages.Add(Prefix + text);
    }

    /// <summary>Adds what the user should look at.</summary>
    public void Warning(string text) => _messages.Add($"{Prefix}warning: {text}");
}
