namespace Xia.Router.Elements.Control.Scripting;

/// <summary>What made a script run: a handler or a packet.</summary>
/// <param name="Handler">The handler's name, <c>$0</c>.</param>
/// <param name="Arguments">Its text, <c>$args</c>.</param>
/// <param name="IsWrite">Whether it was written.</param>
/// <param name="Input">Where the packet came in; null for a handler.</param>
internal sealed record ScriptCall(string Handler, string Arguments, bool IsWrite, int? Input = null)
{
    /// <summary>Nobody called: the graph started.</summary>
    public static ScriptCall None { get; } = new("", "", false);
}
