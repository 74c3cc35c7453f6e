namespace Xia.Router.Language;

/// <summary>A connection of a flattened configuration; elements are indices into its list.</summary>
internal readonly record struct ConnectionDeclaration(
    int From, int FromPort, int To, int ToPort, Landmark Landmark);
