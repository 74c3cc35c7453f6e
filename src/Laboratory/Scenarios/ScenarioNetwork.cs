using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Scenarios;

/// <summary>
/// A part of the network under one administration: an autonomous domain and an address prefix.
/// </summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Domain">The name of its autonomous domain (AD), from which the domain's key is drawn.</param>
/// <param name="Prefix">Its IPv4 prefix; prefixes of different networks do not overlap.</param>
public sealed record ScenarioNetwork(string Name, string Domain, Ipv4Prefix Prefix);
