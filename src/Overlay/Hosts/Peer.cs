using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Hosts;

/// <summary>What a token stands for: somebody, and where new associations with them start.</summary>
/// <remarks>
/// A peer with a name lives as long as the stack; one who came in lives as long as its association.
/// </remarks>
internal sealed class Peer(PeerToken token, string? name, Xid authority, DagAddress address)
{
    /// <summary>The application's handle.</summary>
    public PeerToken Token { get; } = token;

    /// <summary>The configured name, or null for one who came in.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// The HID that may move this peer's associations; none for an address without exactly one.
    /// </summary>
    public Xid Authority { get; } = authority;

    /// <summary>Where it is, as far as is proven.</summary>
    public DagAddress Address { get; set; } = address;

    /// <summary>Where it verifiably says that it is, before that is proven; null otherwise.</summary>
    public DagAddress? Candidate { get; set; }

    /// <summary>The numbers of the rebinding that set the address.</summary>
    public Freshness Newest { get; set; }

    /// <summary>The associations with it, oldest first.</summary>
    public List<Association> Associations { get; } = [];
}
