using Xia.Kernel.Randomness;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Laboratory.Identities;

/// <summary>Every key of an arm, drawn from the seed by the name of whom it belongs to.</summary>
/// <remarks>
/// The same names have the same keys in every arm of a run. Owners' keys stay here: hosts and guests get
/// credentials and delegations only.
/// </remarks>
internal sealed class KeyRing(RandomRoot randomness)
{
    private readonly Dictionary<string, KeyPair> _keys = [];

    /// <summary>The key of a host or router; its HID is the key's hash.</summary>
    public KeyPair Node(string name) => Key("node/" + name);

    /// <summary>The key of an autonomous domain.</summary>
    public KeyPair Domain(string name) => Key("domain/" + name);

    /// <summary>The identity key of a machine, which its owner holds.</summary>
    public KeyPair Owner(string machine) => Key("machine/" + machine);

    /// <summary>The key of a service.</summary>
    public KeyPair Service(string machine, string service) => Key($"service/{machine}.{service}");

    /// <summary>The identifier of a host or router.</summary>
    public Xid NodeId(string name) => Node(name).PublicKey.ToXid(XidType.Hid);

    /// <summary>The identifier of a domain.</summary>
    public Xid DomainId(string name) => Domain(name).PublicKey.ToXid(XidType.Ad);

    /// <summary>The identifier of a machine.</summary>
    public Xid MachineId(string name) => Owner(name).PublicKey.ToXid(XidType.Hid);

    /// <summary>The identifier of a service.</summary>
    public Xid ServiceId(string machine, string service) =>
        Service(machine, service).PublicKey.ToXid(XidType.Sid);

    private KeyPair Key(string name)
    {
        if (!_keys.TryGetValue(name, out KeyPair? key))
        {
            key = KeyPair.Generate(randomness.Stream("key/" + name));
            _keys.Add(name, key);
        }

        return key;
    }
}
