namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>An element that numbers flows.</summary>
internal interface IAggregateSource
{
    /// <summary>Adds somebody to tell; during initialization.</summary>
    void AddListener(IAggregateListener listener);
}
