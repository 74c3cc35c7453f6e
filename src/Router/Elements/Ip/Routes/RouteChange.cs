namespace Xia.Router.Elements.Ip.Routes;

/// <summary>What a command does to a route table.</summary>
internal enum RouteChange
{
    /// <summary>Adds a route; refused when the prefix has one.</summary>
    Add,

    /// <summary>Adds a route or replaces the one of the same prefix.</summary>
    Set,

    /// <summary>Removes a route.</summary>
    Remove,
}
