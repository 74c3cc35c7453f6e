namespace Xia.Router.Elements.Control.Scripting;

/// <summary>When a script runs.</summary>
internal enum ScriptType
{
    /// <summary>From the start of the graph on.</summary>
    Active,

    /// <summary>When its <c>run</c> handler is called.</summary>
    Passive,

    /// <summary>For each packet.</summary>
    Packet,

    /// <summary>For each handler of any name.</summary>
    Proxy,

    /// <summary>From the start, and decides when the driver stops.</summary>
    Driver,

    /// <summary>When a signal comes.</summary>
    Signal,
}
