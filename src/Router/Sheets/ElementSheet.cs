namespace Xia.Router.Sheets;

/// <summary>The documentation sheet of an element class.</summary>
/// <param name="ClassName">Its name in the language.</param>
/// <param name="Family">The folder in which it stands, such as <c>Standard</c>.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Syntax">Its arguments: optional ones in brackets, with their defaults.</param>
/// <param name="Remarks">Paragraphs on arguments, ports and behaviour; empty when there is nothing to
/// say.</param>
/// <param name="Handlers">Its own handlers, by name.</param>
/// <param name="Example">A graph that uses it; empty for none.</param>
/// <param name="Ports">How many inputs and outputs it may have, such as <c>1/1-2</c>.</param>
/// <param name="Processing">Push (<c>h</c>), pull (<c>l</c>) or agnostic (<c>a</c>) per port.</param>
public sealed record ElementSheet(
    string ClassName,
    string Family,
    string Summary,
    string Syntax,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<HandlerSheet> Handlers,
    string Example,
    string Ports,
    string Processing);
