namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>Whose flows a set may have to remove.</summary>
internal interface IFlowOwner
{
    /// <summary>Removes a flow from its table and from its set.</summary>
    void Forget(Flow flow);
}
