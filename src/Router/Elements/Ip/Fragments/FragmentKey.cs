using Xia.Internet.Wire;

namespace Xia.Router.Elements.Ip.Fragments;

/// <summary>What the fragments of one packet have in common (RFC 791, 2.3).</summary>
internal readonly record struct FragmentKey(
    IpAddress Source, IpAddress Destination, ushort Identification, IpProtocol Protocol);
