using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Transport.Sockets;

namespace Xia.Internet.Hosts;

/// <summary>Gives every peer a number for the applications; numbers are never used again.</summary>
internal sealed class PeerTable(int maximumCount)
{
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<InternetPeer> _peers = [];

    /// <summary>The token of a peer, a new one if need be; false if there are as many as can be.</summary>
    public bool TryGetToken(InternetPeer peer, out PeerToken token)
    {
        ulong key = ((ulong)peer.Address.Value << 16) | peer.Port;
        if (!_numbers.TryGetValue(key, out int number))
        {
            if (_peers.Count == maximumCount)
            {
                token = default;
                return false;
            }

            _peers.Add(peer);
            number = _peers.Count;
            _numbers.Add(key, number);
        }

        // 0 is nobody's number, so that a token that was never given out names nobody.
        token = new PeerToken(number);
        return true;
    }

    /// <summary>Whom a token stands for.</summary>
    public bool TryGetPeer(PeerToken token, out InternetPeer peer)
    {
        bool isKnown = token.Value >= 1 && token.Value <= _peers.Count;
        peer = isKnown ? _peers[token.Value - 1] : default;
        return isKnown;
    }

    /// <summary>Saves all tokens.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2 * _peers.Count);
        foreach (InternetPeer peer in _peers)
        {
            writer.Write(peer.Address.Value);
            writer.Write((int)peer.Port);
        }
    }

    /// <summary>Takes saved tokens over, in place of all.</summary>
    public void Import(ref MessagePackReader reader)
    {
        _peers.Clear();
        _numbers.Clear();
        int count = reader.ReadArrayHeader() / 2;
        for (int i = 0; i < count; i++)
        {
            var peer = new InternetPeer(new IpAddress(reader.ReadUInt32()), (ushort)reader.ReadUInt32());
            if (!TryGetToken(peer, out PeerToken token) || token.Value != i + 1)
            {
                throw new MessagePackSerializationException(
                    "Expected each peer once, and no more than there may be.");
            }
        }
    }
}
