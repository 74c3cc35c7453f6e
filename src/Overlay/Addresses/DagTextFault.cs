namespace Xia.Overlay.Addresses;

/// <summary>Where and why a text is no DAG address.</summary>
/// <param name="Position">The character at which reading stopped, from 0.</param>
/// <param name="Expected">
/// What should have stood there; empty when the form was right but the graph is not.
/// </param>
/// <param name="Graph">Which rule of addresses the graph breaks.</param>
public readonly record struct DagTextFault(int Position, string Expected, DagFault Graph)
{
    /// <summary>The fault in words.</summary>
    public override string ToString() => Graph != DagFault.None
        ? $"the graph breaks a rule ({Graph})"
        : $"expected {Expected} at character {Position + 1}";
}
