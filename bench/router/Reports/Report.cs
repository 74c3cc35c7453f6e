namespace Xia.Bench.Router.Reports;

/// <summary>What is written as JSON.</summary>
/// <param name="Cases">The figures of each case.</param>
/// <param name="FallbackQuotients">FB3 by FB0.</param>
internal sealed record Report(IReadOnlyList<CaseResult> Cases, IReadOnlyList<XipQuotient> FallbackQuotients);
