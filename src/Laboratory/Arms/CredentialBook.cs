using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Laboratory.Arms;

/// <summary>For whom a node may sign; a host's book changes as machines come and go.</summary>
internal sealed class CredentialBook : ICredentialSource
{
    private readonly Dictionary<Xid, Credential> _credentials = [];

    /// <inheritdoc/>
    public Credential? Find(Xid subject) => _credentials.GetValueOrDefault(subject);

    /// <summary>The node may act for the credential's subject from now on, by this credential only.</summary>
    public void Put(Credential credential) => _credentials[credential.Subject] = credential;

    /// <summary>The node may not act for a subject any more.</summary>
    public void Remove(Xid subject) => _credentials.Remove(subject);
}
