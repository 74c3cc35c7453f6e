using Xia.Internet.Wire;

namespace Xia.Router.Devices;

/// <summary>What a virtual network interface should be.</summary>
/// <param name="Name">Its name; empty lets the kernel choose one.</param>
/// <param name="Address">The kernel's address on it.</param>
/// <param name="Mask">Which bits of it are those of its network.</param>
/// <param name="MacAddress">The kernel's hardware address on it; null lets the kernel choose one.</param>
/// <param name="MtuBytes">The longest payload of a frame.</param>
public sealed record TapSettings(
    string Name, IpAddress Address, uint Mask, MacAddress? MacAddress, int MtuBytes);
