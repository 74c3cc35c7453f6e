namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>What a pattern asks of some bytes: that all tests hold, or not all.</summary>
internal sealed record ClassifierClause(IReadOnlyList<ClassifierTest> Tests, bool IsNegated);
