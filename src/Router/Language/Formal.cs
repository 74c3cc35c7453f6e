namespace Xia.Router.Language;

/// <summary>A parameter of a compound: positional (empty keyword), by keyword, or <c>__REST__</c>.</summary>
internal readonly record struct Formal(string Keyword, string Variable);
