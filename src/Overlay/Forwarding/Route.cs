using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Forwarding;

/// <summary>What a table says about an identifier.</summary>
/// <param name="Port">An output port or a code of <see cref="RoutePort"/>.</param>
/// <param name="NextHop">
/// The neighbour to hand it to, or the default where the target is itself the neighbour.
/// </param>
public readonly record struct Route(int Port, Xid NextHop = default)
{
    /// <summary>The next edge is tried.</summary>
    public static readonly Route Fallback = new(RoutePort.Fallback);
}
