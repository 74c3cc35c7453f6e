namespace Xia.Router.Elements.Xia;

/// <summary>What a machine's gate does with frames to the machine.</summary>
internal enum GateMode
{
    /// <summary>The machine runs here: they go through.</summary>
    Pass,

    /// <summary>The machine is expected here, or stopped for its last state: they wait.</summary>
    Hold,

    /// <summary>The machine has gone: they are sent after it, to another domain.</summary>
    Forward,

    /// <summary>The machine has gone: they are dropped.</summary>
    Drop,
}
