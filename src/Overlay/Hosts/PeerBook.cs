using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Hosts;

/// <summary>The peers of a stack by token and, for those that have one, by name.</summary>
/// <remarks>
/// Bounded by the number of names plus that of associations. Tokens are never given out twice.
/// </remarks>
internal sealed class PeerBook
{
    private readonly SortedDictionary<int, Peer> _byToken = [];
    private readonly SortedDictionary<string, Peer> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Peer> _lookup = [];
    private int _lastToken;

    public PeerBook(IReadOnlyDictionary<string, DagAddress> names)
    {
        foreach ((string name, DagAddress address) in names.OrderBy(
            entry => entry.Key, StringComparer.Ordinal))
        {
            _ = Authority.TryFind(address.Rows, out Xid authority);
            Add(new Peer(new PeerToken(++_lastToken), name, authority, address));
        }
    }

    public bool TryResolve(string name, [NotNullWhen(true)] out Peer? peer) =>
        _byName.TryGetValue(name, out peer);

    public bool TryGet(PeerToken token, [NotNullWhen(true)] out Peer? peer) =>
        _lookup.TryGetValue(token.Value, out peer);

    /// <summary>Somebody came in.</summary>
    public Peer AddInbound(Xid authority, DagAddress address)
    {
        Peer peer = new(new PeerToken(++_lastToken), null, authority, address);
        Add(peer);
        return peer;
    }

    /// <summary>Forgets a peer that came in and has no association any more.</summary>
    public void Release(Peer peer)
    {
        if (peer.Name is null && peer.Associations.Count == 0)
        {
            _byToken.Remove(peer.Token.Value);
            _lookup.Remove(peer.Token.Value);
        }
    }

    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(_lastToken);
        writer.WriteArrayHeader(_byToken.Count);
        foreach (Peer peer in _byToken.Values)
        {
            writer.WriteArrayHeader(6);
            writer.Write(peer.Token.Value);
            writer.Write(peer.Name);
            peer.Authority.Write(ref writer);
            peer.Address.Write(ref writer);
            writer.Write(peer.Newest.Epoch);
            writer.Write(peer.Newest.Sequence);
        }
    }

    /// <summary>
    /// Replaces everything by a saved state; names that the state does not know get new tokens.
    /// </summary>
    public void Import(ref MessagePackReader reader)
    {
        StateForm.Require(reader.ReadArrayHeader() == 2, "a book of peers");
        Peer[] configured = [.. _byName.Values];
        _byToken.Clear();
        _byName.Clear();
        _lookup.Clear();
        _lastToken = reader.ReadInt32();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            StateForm.Require(reader.ReadArrayHeader() == 6, "a peer of 6 values");
            PeerToken token = new(reader.ReadInt32());
            string? name = reader.ReadString();
            Xid authority = Xid.Read(ref reader);
            Peer peer = new(token, name, authority, DagAddress.Read(ref reader))
            {
                Newest = new Freshness(reader.ReadUInt64(), reader.ReadUInt64()),
            };
            bool isNew = token.Value <= _lastToken && !_lookup.ContainsKey(token.Value);
            StateForm.Require(isNew && (name is null || !_byName.ContainsKey(name)), "each peer once");
            Add(peer);
        }

        foreach (Peer peer in configured)
        {
            if (!_byName.ContainsKey(peer.Name!))
            {
                Add(new Peer(new PeerToken(++_lastToken), peer.Name, peer.Authority, peer.Address));
            }
        }
    }

    private void Add(Peer peer)
    {
        _byToken.Add(peer.Token.Value, peer);
        _lookup.Add(peer.Token.Value, peer);
        if (peer.Name is not null)
        {
            _byName.Add(peer.Name, peer);
        }
    }
}
