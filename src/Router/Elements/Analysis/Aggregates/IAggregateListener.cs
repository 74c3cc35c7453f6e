namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Is told when numbers of flows begin and end.</summary>
internal interface IAggregateListener
{
    /// <summary>No packet will carry the number any more.</summary>
    void OnAggregateEnded(uint aggregate);
}
