using Xia.Internet.Wire;

namespace Xia.Node.Devices;

/// <summary>What the system says of a network interface.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its number; another interface of that name would have another one.</param>
/// <param name="MacAddress">Its hardware address; 0 where it has none.</param>
/// <param name="MtuBytes">The longest payload of a frame.</param>
internal sealed record DeviceIdentity(string Name, int Index, MacAddress MacAddress, int MtuBytes);
