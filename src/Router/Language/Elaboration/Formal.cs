namespace Xia.Router.Language.Elaboration;

/// <summary>A parameter of a compound: positional (empty keyword), by keyword, or <c>__REST__</c>.</summary>
internal readonly record struct Formal(string Keyword, string Variable)
{
    /// <summary>The keyword of the parameter that takes what is left.</summary>
    public const string Rest = "__REST__";
}
