namespace Xia.Internet.Wire;

/// <summary>Why a packet could not be delivered: the codes of <see cref="IcmpType.Unreachable"/>.</summary>
public enum IcmpUnreachableCode : byte
{
    /// <summary>No route to the network.</summary>
    Network = 0,

    /// <summary>The host does not answer on its network.</summary>
    Host = 1,

    /// <summary>The host knows no such protocol.</summary>
    Protocol = 2,

    /// <summary>Nobody listens at the port.</summary>
    Port = 3,

    /// <summary>The packet is too long for a link and may not be fragmented.</summary>
    FragmentationNeeded = 4,

    /// <summary>Forbidden by an administrator.</summary>
    Prohibited = 13,
}
