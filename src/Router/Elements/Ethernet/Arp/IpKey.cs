using Xia.Kernel.Collections;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>An IPv4 address as a key that strangers may choose.</summary>
internal readonly record struct IpKey(uint Value) : ISeededHash
{
    private const ulong Spread = 0x9e37_79b9_7f4a_7c15;

    /// <inheritdoc/>
    public ulong Hash(ulong seed)
    {
        ulong mixed = (Value ^ seed) * Spread;
        return (mixed ^ (mixed >> 32)) * Spread;
    }
}
