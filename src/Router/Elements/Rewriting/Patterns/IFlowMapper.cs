using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>An element that decides for rewriters what becomes of new flows.</summary>
internal interface IFlowMapper
{
    /// <summary>Tells it of a rewriter with so many outputs that will ask.</summary>
    /// <returns>An error text, or null.</returns>
    string? Accept(int outputCount);

    /// <summary>Decides on a new flow of a table; false when nothing is free.</summary>
    bool TryMap(in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping);
}
