namespace Xia.Laboratory.Scenarios;

/// <summary>What a node does in the address plan.</summary>
public enum NodeRole
{
    /// <summary>Has one link, a stack of its own and room for machines.</summary>
    Host,

    /// <summary>Forwards between its links.</summary>
    Router,
}
