namespace Xia.Router.Graph.Building;

/// <summary>Who starts a transfer at a port.</summary>
internal enum PortMode : byte
{
    /// <summary>Decided by what it is connected to.</summary>
    Agnostic,

    /// <summary>The element before it.</summary>
    Push,

    /// <summary>The element behind it.</summary>
    Pull,
}
