namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Collects what is wrong and what is odd about patterns.</summary>
internal sealed class PatternReport
{
    /// <summary>What makes the patterns useless.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>What the user should look at.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>What stands before each text, such as <c>pattern 0: </c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Adds an error.</summary>
    public void Error(string text) => Errors.Add(Prefix + text);

    /// <summary>Adds a warning.</summary>
    public void Warning(string text) => Warnings.Add($"{Prefix}warning: {text}");
}
