using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Hosts;

/// <summary>A host's UDP ports.</summary>
internal sealed class UdpLayer(
    InternetStackOptions options, InternetCounters counters, PeerTable peers, IpOutput output, Action onUsed)
{
    private readonly Dictionary<ushort, UdpSocket> _sockets = [];
    private readonly List<UdpSocket> _ephemeral = [];

    /// <summary>The longest payload in one packet.</summary>
    public int MaximumPayloadBytes => options.MtuBytes - Ipv4Header.LengthBytes - UdpHeader.HeaderLengthBytes;

    /// <summary>Opens a port, or one of the stack's choosing.</summary>
    public UdpSocket Open(ushort? port, IDatagramObserver observer)
    {
        ushort chosen = port ?? EphemeralPorts.Choose(options.Random, one => !_sockets.ContainsKey(one))
            ?? throw new InvalidOperationException("All ephemeral UDP ports are open.");
        var socket = new UdpSocket(this, chosen, port is null, observer);
        if (!_sockets.TryAdd(chosen, socket))
        {
            throw new ArgumentException($"UDP port {chosen} is already open.", nameof(port));
        }

        if (socket.IsEphemeral)
        {
            _ephemeral.Add(socket);
        }

        return socket;
    }

    /// <summary>Closes a port.</summary>
    public void Close(UdpSocket socket)
    {
        _sockets.Remove(socket.Port);
        _ephemeral.Remove(socket);
    }

    /// <summary>Sends a datagram.</summary>
    public DatagramOutcome Send(ushort sourcePort, PeerToken token, ReadOnlySpan<byte> payload)
    {
        if (!peers.TryGetPeer(token, out InternetPeer peer))
        {
            return DatagramOutcome.UnknownPeer;
        }

        if (payload.Length > MaximumPayloadBytes)
        {
            return DatagramOutcome.TooLong;
        }

        int lengthBytes = UdpHeader.HeaderLengthBytes + payload.Length;
        Span<byte> datagram = output.Payload[..lengthBytes];
        payload.CopyTo(datagram[UdpHeader.HeaderLengthBytes..]);
        new UdpHeader(sourcePort, peer.Port, lengthBytes).Write(datagram, options.Address, peer.Address);
        if (!output.TryQueue(IpProtocol.Udp, peer.Address, lengthBytes))
        {
            return DatagramOutcome.QueueFull;
        }

        onUsed();
        return DatagramOutcome.Sent;
    }

    /// <summary>A datagram arrived.</summary>
    /// <returns>False if nobody listens at its port.</returns>
    public bool OnDatagram(in Ipv4Header ip, ReadOnlySpan<byte> datagram, Instant now)
    {
        UdpFault fault = UdpHeader.TryRead(datagram, ip.Source, ip.Destination, out UdpHeader header);
        if (fault != UdpFault.None)
        {
            bool isSum = fault == UdpFault.Checksum;
            counters.Add(isSum ? InternetCounter.BadUdpChecksum : InternetCounter.MalformedUdp);
            return true;
        }

        if (!_sockets.TryGetValue(header.DestinationPort, out UdpSocket? socket))
        {
            counters.Add(InternetCounter.NoUdpSocket);
            return false;
        }

        if (!peers.TryGetToken(new InternetPeer(ip.Source, header.SourcePort), out PeerToken from))
        {
            counters.Add(InternetCounter.TooManyPeers);
            return true;
        }

        socket.Observer.OnDatagram(from, datagram[UdpHeader.HeaderLengthBytes..header.LengthBytes], now);
        return true;
    }

    /// <summary>The network reports that a datagram did not reach its peer.</summary>
    /// <returns>False if no socket can have sent it.</returns>
    public bool OnUnreachable(ushort localPort, InternetPeer peer, Instant now)
    {
        if (!_sockets.TryGetValue(localPort, out UdpSocket? socket)
            || !peers.TryGetToken(peer, out PeerToken token))
        {
            return false;
        }

        socket.Observer.OnUnreachable(token, now);
        return true;
    }

    /// <summary>Saves the ports that the stack chose, in the order of their opening.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_ephemeral.Count);
        foreach (UdpSocket socket in _ephemeral)
        {
            writer.Write((int)socket.Port);
        }
    }

    /// <summary>
    /// Gives the sockets that were opened again, in the same order, the ports that they had.
    /// </summary>
    public void Import(ref MessagePackReader reader)
    {
        foreach (UdpSocket socket in _ephemeral)
        {
            _sockets.Remove(socket.Port);
        }

        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            ushort port = (ushort)reader.ReadUInt32();
            if (i < _ephemeral.Count && !_sockets.ContainsKey(port))
            {
                _ephemeral[i].Port = port;
            }
        }

        foreach (UdpSocket socket in _ephemeral)
        {
            _sockets.TryAdd(socket.Port, socket);
        }
    }
}
