using Xia.Internet.Wire;

namespace Xia.Internet.Routing;

/// <summary>Where packets for a prefix go.</summary>
/// <param name="Gateway">
/// The next hop; <see cref="IpAddress.Any"/> if the destination itself is on the link.
/// </param>
/// <param name="Port">The output port.</param>
public readonly record struct Route(IpAddress Gateway, int Port);
