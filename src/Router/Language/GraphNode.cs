namespace Xia.Router.Language;

/// <summary>
/// An element while a configuration is being flattened: a real one, a compound, or a compound's inside end.
/// </summary>
/// <param name="Name">The whole name.</param>
/// <param name="Class">Its class; null for an inside end, a group, and after an error.</param>
/// <param name="Arguments">The configuration string after substitution.</param>
/// <param name="Landmark">Where it was declared.</param>
internal sealed record GraphNode(string Name, ElementClass? Class, string Arguments, Landmark Landmark)
{
    /// <summary>The node that stands for <c>input</c> inside this compound or group; -1 for others.</summary>
    public int InputEnd { get; set; } = -1;

    /// <summary>
    /// The node that stands for <c>output</c> inside this compound or group; -1 for others.
    /// </summary>
    public int OutputEnd { get; set; } = -1;

    /// <summary>The compound or group whose inside end this is; -1 for others.</summary>
    public int Owner { get; init; } = -1;

    /// <summary>Whether it stands in the flattened configuration.</summary>
    public bool IsReal => Class?.Primitive is not null;
}
