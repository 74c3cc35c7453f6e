using Xia.Internet.Wire;
using Xia.Kernel.Collections;

namespace Xia.Internet.Hosts;

/// <summary>
/// What tells one connection of a host from another; the host's own address is the same in all.
/// </summary>
internal readonly record struct FlowKey(
    IpAddress RemoteAddress, ushort RemotePort, ushort LocalPort) : ISeededHash
{
    /// <inheritdoc/>
    public ulong Hash(ulong seed)
    {
        // The finaliser of MurmurHash3 over seed and key: each bit of the key reaches each bit of the hash.
        ulong hash = seed ^ (((ulong)RemoteAddress.Value << 32) | ((ulong)RemotePort << 16) | LocalPort);
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
