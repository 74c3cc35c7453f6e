using Xia.Overlay.Delegations;
using Xia.Overlay.Neighbours;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Xia;

/// <summary>What XIA's elements ask the environment for.</summary>
public static class XiaServices
{
    /// <summary>The name of the node's <see cref="ICredentialSource"/>.</summary>
    public const string Credentials = "credentials";

    /// <summary>
    /// The name of the node's <see cref="NeighbourTrust"/>; made at the first use when nobody gave one.
    /// </summary>
    public const string Trust = "neighbours";

    internal static NeighbourTrust TrustOf(RouterEnvironment environment)
    {
        if (environment.Find<NeighbourTrust>(Trust) is { } trust)
        {
            return trust;
        }

        trust = new NeighbourTrust();
        environment.Add(Trust, trust);
        return trust;
    }
}
