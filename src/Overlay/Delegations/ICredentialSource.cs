using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Delegations;

/// <summary>
/// What a node may sign for; asked anew for each signature, because a machine's credential moves with it.
/// </summary>
public interface ICredentialSource
{
    /// <summary>The credential for an identifier, or null when this node may not act for it.</summary>
    Credential? Find(Xid subject);
}
