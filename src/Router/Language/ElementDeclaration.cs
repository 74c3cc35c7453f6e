namespace Xia.Router.Language;

/// <summary>An element of a flattened configuration.</summary>
/// <param name="Name">With the names of the compounds around it, such as <c>outer/inner</c>.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Arguments">The configuration string after substitution.</param>
/// <param name="Landmark">Where it was declared.</param>
internal sealed record ElementDeclaration(string Name, string ClassName, string Arguments, Landmark Landmark);
