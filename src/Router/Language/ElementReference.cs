namespace Xia.Router.Language;

/// <summary>One element as a chain names it.</summary>
/// <param name="Landmark">Where.</param>
/// <param name="Name">
/// Its name; for a lone name perhaps a class; null for an anonymous class or group.
/// </param>
/// <param name="Class">The class behind <c>::</c>, or an anonymous compound.</param>
/// <param name="Arguments">The configuration string as written; null without parentheses.</param>
/// <param name="Group">The statements of a <c>( … )</c> group.</param>
/// <param name="Inputs">Ports before it; null when none are written.</param>
/// <param name="Outputs">Ports behind it; null when none are written.</param>
/// <param name="Implicit">Whether it stands for <c>input</c> or <c>output</c> without being written.</param>
internal sealed record ElementReference(
    Landmark Landmark,
    string? Name,
    ClassExpression? Class,
    string? Arguments,
    IReadOnlyList<SyntaxTree>? Group,
    PortList? Inputs,
    PortList? Outputs,
    bool Implicit = false);
