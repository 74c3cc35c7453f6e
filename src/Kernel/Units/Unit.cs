namespace Xia.Kernel.Units;

/// <summary>A unit: how it is written, and how many base units it stands for.</summary>
/// <param name="Symbol">How it is written; case matters.</param>
/// <param name="Factor">How many base units one of it is.</param>
/// <param name="IsPrinted">Whether the formatter uses it too.</param>
internal readonly record struct Unit(string Symbol, decimal Factor, bool IsPrinted = true);
