using Xia.Overlay.Delegations;
using Xia.Overlay.Keys;

namespace Xia.Laboratory.Moves;

/// <summary>By what right a host runs a machine.</summary>
/// <param name="Epoch">The epoch of the owner's delegation.</param>
/// <param name="SessionKey">The key that the host signs with for the machine.</param>
/// <param name="Credential">The delegation and the key together.</param>
internal sealed record Tenure(ulong Epoch, KeyPair SessionKey, Credential Credential);
