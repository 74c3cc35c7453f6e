using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Hosts;

/// <summary>A host's IPv4 stack: ICMP, UDP and TCP for one address.</summary>
/// <remarks>
/// Packets are whole IPv4 packets; ARP and routes are the graph's business. Nothing is looped back: a packet
/// to the own address goes out like any other. Fragments are neither made nor put together (all packets go
/// out with "don't fragment").
/// </remarks>
public sealed class InternetStack : IHostStack
{
    private const int Version = 1;
    private const int StateValues = 7;
    private const int QuotedTransportBytes = 8;

    private readonly InternetStackOptions _options;
    private readonly InternetCounters _counters = new();
    private readonly PeerTable _peers;
    private readonly IpOutput _output;
    private readonly UdpLayer _udp;
    private readonly TcpLayer _tcp;
    private readonly ReportLimit _reportLimit = new();
    private readonly Dictionary<string, InternetPeer> _names = [];
    private readonly Dictionary<InternetPeer, string> _nameOf = [];
    private int _depth;
    private Instant? _newsAt;

    /// <summary>A stack without connections.</summary>
    public InternetStack(InternetStackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _peers = new PeerTable(options.MaximumPeers);
        _output = new IpOutput(options, _counters);
        _udp = new UdpLayer(options, _counters, _peers, _output, OnUsed);
        _tcp = new TcpLayer(options, _counters, _peers, _output, OnUsed);
        foreach (string name in options.Names.Keys.Order(StringComparer.Ordinal))
        {
            AddName(name, options.Names[name]);
        }
    }

    /// <summary>The host's address.</summary>
    public IpAddress Address => _options.Address;

    /// <summary>How many TCP connections there are, those in TIME-WAIT included.</summary>
    public int ConnectionCount => _tcp.Count;

    /// <summary>What was counted since the start, by name, in a fixed order.</summary>
    public IEnumerable<(string Name, long Value)> Counters => _counters.Read();

    /// <inheritdoc/>
    public IStackOutput? Output { get; set; }

    /// <inheritdoc/>
    public Instant? NextTimeout => Instant.Earliest(_newsAt, _tcp.NextTimeout);

    /// <summary>Makes a name stand for a peer from now on.</summary>
    public void AddName(string name, InternetPeer peer)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RemoveName(name);
        _names[name] = peer;
        _nameOf[peer] = name;
    }

    /// <summary>Makes a name stand for nobody.</summary>
    public bool RemoveName(string name)
    {
        if (!_names.Remove(name, out InternetPeer peer))
        {
            return false;
        }

        if (_nameOf[peer] == name)
        {
            _nameOf.Remove(peer);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryResolve(string name, out PeerToken peer)
    {
        peer = default;
        return _names.TryGetValue(name, out InternetPeer known) && _peers.TryGetToken(known, out peer);
    }

    /// <inheritdoc/>
    public string Describe(PeerToken peer)
    {
        if (!_peers.TryGetPeer(peer, out InternetPeer known))
        {
            return "nobody";
        }

        return _nameOf.TryGetValue(known, out string? name) ? name : known.ToString();
    }

    /// <inheritdoc/>
    public IDatagramSocket OpenDatagram(string? service, IDatagramObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _udp.Open(service is null ? null : PortOf(service), observer);
    }

    /// <inheritdoc/>
    public IByteStream Connect(PeerToken peer, IByteStreamObserver observer, Instant now)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (!_peers.TryGetPeer(peer, out InternetPeer known))
        {
            throw new ArgumentException("The token names nobody.", nameof(peer));
        }

        TcpConnection connection = _tcp.Connect(peer, known, now);
        connection.Observer = observer;

        // A stream that failed at once is reported by the next timeout and not from here.
        _newsAt = _tcp.HasNews ? now : _newsAt;
        OnUsed();
        return connection;
    }

    /// <inheritdoc/>
    public void Listen(string service, IStreamAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        if (!_tcp.TryListen(PortOf(service), new TcpListener(service, acceptor)))
        {
            throw new ArgumentException($"The service '{service}' is already listening.", nameof(service));
        }
    }

    /// <inheritdoc/>
    public IByteStream? FindStream(long id) => _tcp.Find(id);

    /// <inheritdoc/>
    public void OnPacket(ReadOnlySpan<byte> packet, Instant now)
    {
        _depth++;
        _counters.Add(InternetCounter.PacketsIn);
        Receive(packet, now);
        EndCall(now);
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        _depth++;
        if (_newsAt is { } due && now >= due)
        {
            _newsAt = null;
        }

        _tcp.OnTimeout(now);
        EndCall(now);
    }

    /// <summary>Sends again at once on all connections, as after a pause.</summary>
    public void Kick(Instant now)
    {
        _depth++;
        _tcp.Kick(now);
        EndCall(now);
    }

    /// <inheritdoc/>
    public bool TryTakePacket(Span<byte> buffer, Instant now, out int lengthBytes)
    {
        bool isTaken = _output.TryTake(buffer, out lengthBytes)
            || _tcp.TryTakePacket(buffer, now, out lengthBytes);
        if (isTaken)
        {
            _counters.Add(InternetCounter.PacketsOut);
        }

        return isTaken;
    }

    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(StateValues);
        writer.Write(Version);
        _peers.Export(ref writer);
        _output.Export(ref writer);
        _udp.Export(ref writer);
        _tcp.Export(ref writer, now);
    }

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        if (reader.ReadArrayHeader() != StateValues || reader.ReadInt32() != Version)
        {
            throw new MessagePackSerializationException(
                $"Expected the state of a stack of version {Version}.");
        }

        _peers.Import(ref reader);
        _output.Import(ref reader);
        _udp.Import(ref reader);
        _tcp.Import(ref reader, now);
        _newsAt = _tcp.HasNews ? now : null;
        OnUsed();
    }

    private ushort PortOf(string service) => _options.Services.TryGetValue(service, out ushort port)
        ? port
        : throw new ArgumentException($"This host has no service '{service}'.", nameof(service));

    private void OnUsed()
    {
        // Within a call of the stack's own the output is told once, at its end.
        if (_depth == 0 && (!_output.IsEmpty || _tcp.HasOutput))
        {
            Output?.OnOutputReady();
        }
    }

    private void EndCall(Instant now)
    {
        if (_depth == 1)
        {
            _tcp.DeliverNews(now);
        }

        _depth--;
        OnUsed();
    }

    private void Receive(ReadOnlySpan<byte> packet, Instant now)
    {
        Ipv4Fault fault = Ipv4Header.TryRead(packet, out Ipv4Header ip);
        if (fault != Ipv4Fault.None)
        {
            bool isSum = fault == Ipv4Fault.Checksum;
            _counters.Add(isSum ? InternetCounter.BadIpChecksum : InternetCounter.MalformedIp);
            return;
        }

        if (ip.Destination != _options.Address)
        {
            _counters.Add(InternetCounter.NotForUs);
            return;
        }

        if (!ip.Source.IsUnicast)
        {
            _counters.Add(InternetCounter.BadSource);
            return;
        }

        if (ip.IsFragment)
        {
            _counters.Add(InternetCounter.Fragment);
            return;
        }

        packet = packet[..ip.TotalLengthBytes];
        ReadOnlySpan<byte> payload = packet[ip.HeaderLengthBytes..];
        switch (ip.Protocol)
        {
            case IpProtocol.Tcp:
                _tcp.OnSegment(ip, payload, now);
                break;
            case IpProtocol.Udp:
                if (!_udp.OnDatagram(ip, payload, now))
                {
                    Report(packet, IcmpUnreachableCode.Port, now);
                }

                break;
            case IpProtocol.Icmp:
                OnIcmp(ip, payload, now);
                break;
            default:
                _counters.Add(InternetCounter.UnknownProtocol);
                Report(packet, IcmpUnreachableCode.Protocol, now);
                break;
        }
    }

    private void Report(ReadOnlySpan<byte> packet, IcmpUnreachableCode code, Instant now)
    {
        if (!_reportLimit.TryTake(now))
        {
            _counters.Add(InternetCounter.IcmpSuppressed);
            return;
        }

        _output.QueueReport(packet, new IcmpHeader(IcmpType.Unreachable, (byte)code, 0));
    }

    private void OnIcmp(in Ipv4Header ip, ReadOnlySpan<byte> message, Instant now)
    {
        if (IcmpHeader.TryRead(message, out IcmpHeader icmp) != IcmpFault.None)
        {
            _counters.Add(InternetCounter.MalformedIcmp);
            return;
        }

        switch (icmp.Type)
        {
            case IcmpType.Echo:
                AnswerEcho(ip, icmp, message);
                break;
            case IcmpType.Unreachable when icmp.Code != (byte)IcmpUnreachableCode.FragmentationNeeded:
                _counters.Add(OnUnreachable(message[IcmpHeader.LengthBytes..], now)
                    ? InternetCounter.Unreachable
                    : InternetCounter.StrayIcmp);
                break;
            default:
                break;
        }
    }

    private void AnswerEcho(in Ipv4Header ip, in IcmpHeader echo, ReadOnlySpan<byte> message)
    {
        if (message.Length > _output.Payload.Length)
        {
            return;
        }

        Span<byte> reply = _output.Payload[..message.Length];
        message.CopyTo(reply);
        new IcmpHeader(IcmpType.EchoReply, 0, echo.Rest).Write(reply);
        if (_output.TryQueue(IpProtocol.Icmp, ip.Source, reply.Length))
        {
            _counters.Add(InternetCounter.EchoReplies);
        }
    }

    /// <summary>
    /// Finds who sent the quoted packet; its header is whole, its payload may be cut, sums are not kept up.
    /// </summary>
    private bool OnUnreachable(ReadOnlySpan<byte> quoted, Instant now)
    {
        if (quoted.Length < Ipv4Header.LengthBytes || quoted[0] >> 4 != 4)
        {
            return false;
        }

        var ip = Ipv4Header.ReadChecked(quoted);
        if (ip.HeaderLengthBytes < Ipv4Header.LengthBytes || ip.Source != _options.Address
            || quoted.Length < ip.HeaderLengthBytes + QuotedTransportBytes)
        {
            return false;
        }

        ReadOnlySpan<byte> transport = quoted[ip.HeaderLengthBytes..];
        (ushort localPort, ushort peerPort) = TcpHeader.ReadPorts(transport);
        var peer = new InternetPeer(ip.Destination, peerPort);
        return ip.Protocol switch
        {
            IpProtocol.Udp => _udp.OnUnreachable(localPort, peer, now),
            IpProtocol.Tcp => _tcp.OnUnreachable(
                localPort, peer, BinaryPrimitives.ReadUInt32BigEndian(transport[(2 * sizeof(ushort))..])),
            _ => false,
        };
    }
}
