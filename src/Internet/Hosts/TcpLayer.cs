using Xia.Internet.Wire;
using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Internet.Hosts;

/// <summary>
/// A host's TCP connections: finds the stream of a segment, and gives streams' segments their header.
/// </summary>
internal sealed class TcpLayer
{
    // What a peer takes that does not say (RFC 9293, 3.7.1).
    private const int DefaultMaximumSegmentBytes = 536;
    private const int HeadersBytes = Ipv4Header.LengthBytes + TcpHeader.MinimumLengthBytes;
    private const int ConnectionValues = 10;

    private readonly InternetStackOptions _options;
    private readonly StreamOptions _streamOptions;
    private readonly InternetCounters _counters;
    private readonly PeerTable _peers;
    private readonly IpOutput _output;
    private readonly Action _onUsed;
    private readonly Dictionary<ushort, TcpListener> _listeners = [];
    private readonly OpenHashMap<FlowKey, TcpConnection> _connections;
    private readonly byte _ownWindowScale;
    private StreamSchedule _schedule = new();
    private int _halfOpenCount;
    private long _nextId = 1;

    public TcpLayer(
        InternetStackOptions options, InternetCounters counters, PeerTable peers, IpOutput output,
        Action onUsed)
    {
        int roomBytes = options.MtuBytes - HeadersBytes;
        StreamOptions streams = options.Streams;
        _options = options;
        int segmentBytes = Math.Min(streams.MaximumSegmentBytes, roomBytes);
        _streamOptions = streams with { MaximumSegmentBytes = segmentBytes };
        _counters = counters;
        _peers = peers;
        _output = output;
        _onUsed = onUsed;
        _connections = new OpenHashMap<FlowKey, TcpConnection>(
            options.MaximumConnections, options.Random.NextUInt64());
        _ownWindowScale = TcpWindow.ScaleFor(streams.ReceiveBufferBytes);
    }

    /// <summary>The earliest deadline of a connection.</summary>
    public Instant? NextTimeout => _schedule.NextTimeout;

    /// <summary>Whether a connection may have a segment to send.</summary>
    public bool HasOutput => _schedule.HasReady;

    /// <summary>Whether an application has something to hear.</summary>
    public bool HasNews => _schedule.HasChanged;

    /// <summary>How many connections there are.</summary>
    public int Count => _schedule.Count;

    /// <summary>A connection by its number, or null.</summary>
    public IByteStream? Find(long id) => _schedule.Find(id);

    /// <summary>Takes connections at a port from now on; false if it is listening already.</summary>
    public bool TryListen(ushort port, TcpListener listener) => _listeners.TryAdd(port, listener);

    /// <summary>Opens a connection.</summary>
    public TcpConnection Connect(PeerToken token, InternetPeer peer, Instant now)
    {
        var machine = new StreamMachine(_streamOptions, (uint)_options.Random.NextUInt64());
        ushort? port = _connections.IsFull
            ? null
            : EphemeralPorts.Choose(
                _options.Random, one => !_connections.ContainsKey(new FlowKey(peer.Address, peer.Port, one)));
        var key = new FlowKey(peer.Address, peer.Port, port ?? 0);
        var connection = new TcpConnection(this, _nextId++, token, key, machine) { IsAnnounced = true };
        machine.Open(now);
        if (port is null)
        {
            _counters.Add(InternetCounter.TooManyConnections);
            machine.OnUnreachable();
        }
        else
        {
            _connections.TryAdd(key, connection);
        }

        _schedule.Add(connection);
        AfterUse(connection);
        return connection;
    }

    /// <summary>A segment arrived.</summary>
    public void OnSegment(in Ipv4Header ip, ReadOnlySpan<byte> segment, Instant now)
    {
        TcpFault fault = TcpHeader.TryRead(segment, ip.Source, ip.Destination, out TcpHeader header);
        if (fault != TcpFault.None)
        {
            bool isSum = fault == TcpFault.Checksum;
            _counters.Add(isSum ? InternetCounter.BadTcpChecksum : InternetCounter.MalformedTcp);
            return;
        }

        ReadOnlySpan<byte> payload = segment[header.ReadLengthBytes..];
        var key = new FlowKey(ip.Source, header.SourcePort, header.DestinationPort);
        if (!_connections.TryGetValue(key, out TcpConnection? connection))
        {
            connection = Accept(key, header);
            if (connection is null)
            {
                RefuseUnknown(key, header, payload.Length);
                return;
            }
        }

        Hand(connection, header, payload, now);
        AfterUse(connection);
    }

    /// <summary>The network reports that a segment did not reach its peer.</summary>
    /// <returns>False if no connection can have sent it.</returns>
    public bool OnUnreachable(ushort localPort, InternetPeer peer, uint sequence)
    {
        var key = new FlowKey(peer.Address, peer.Port, localPort);
        if (!_connections.TryGetValue(key, out TcpConnection? connection)
            || !connection.Machine.IsInFlight(sequence))
        {
            return false;
        }

        connection.Machine.OnUnreachable();
        AfterUse(connection);
        return true;
    }

    /// <summary>Handles every deadline that is due.</summary>
    public void OnTimeout(Instant now)
    {
        while (_schedule.TryTakeDue(now, out StreamEndpoint? endpoint))
        {
            endpoint.Machine.OnTimeout(now);
            AfterUse((TcpConnection)endpoint);
        }
    }

    /// <summary>Writes the next segment with all its headers.</summary>
    public bool TryTakePacket(Span<byte> buffer, Instant now, out int lengthBytes)
    {
        while (_schedule.TryTakeReady(out StreamEndpoint? endpoint))
        {
            var connection = (TcpConnection)endpoint;
            bool isTaken = connection.Machine.TryTakeSegment(
                buffer[HeadersBytes..], now, out SegmentHeader header, out int payloadBytes);
            lengthBytes = isTaken ? WritePacket(connection, header, payloadBytes, buffer) : 0;
            AfterUse(connection);
            if (isTaken)
            {
                return true;
            }
        }

        lengthBytes = 0;
        return false;
    }

    /// <summary>Tells the applications what has changed.</summary>
    public void DeliverNews(Instant now)
    {
        while (_schedule.TryTakeChanged(out StreamEndpoint? endpoint))
        {
            var connection = (TcpConnection)endpoint;
            if (!connection.IsAnnounced)
            {
                if (connection.Status is StreamStatus.Opening or StreamStatus.Failed)
                {
                    continue;
                }

                connection.IsAnnounced = true;
                EndHalfOpen(connection);
                if (_listeners.TryGetValue(connection.Key.LocalPort, out TcpListener? listener))
                {
                    listener.Acceptor.OnAccepted(connection, now);
                }
            }

            connection.Observer?.OnStreamChanged(connection, now);
        }
    }

    /// <summary>Sends again at once on all connections.</summary>
    public void Kick(Instant now)
    {
        foreach (StreamEndpoint endpoint in _schedule.Endpoints)
        {
            endpoint.Machine.Kick(now);
            _schedule.Update(endpoint);
        }
    }

    /// <summary>An application, or the layer, did something with a connection.</summary>
    public void OnUsed(TcpConnection connection)
    {
        AfterUse(connection);
        _onUsed();
    }

    /// <summary>Saves all connections.</summary>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.Write(_nextId);
        writer.WriteArrayHeader(_schedule.Count);
        foreach (StreamEndpoint endpoint in _schedule.Endpoints)
        {
            var connection = (TcpConnection)endpoint;
            writer.WriteArrayHeader(ConnectionValues);
            writer.Write(connection.Id);
            writer.Write(connection.Peer.Value);
            writer.Write((int)connection.Key.LocalPort);
            writer.Write(connection.IsAccepted);
            writer.Write(connection.IsHalfOpen);
            writer.Write(connection.IsAnnounced);
            writer.Write(connection.OffersWindowScale);
            writer.Write((int)connection.OwnWindowScale);
            writer.Write((int)connection.PeerWindowScale);
            connection.Machine.Export(ref writer, now);
        }
    }

    /// <summary>Takes saved connections over, in place of all; tells the services of theirs.</summary>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        _connections.Clear();
        _schedule = new StreamSchedule();
        _halfOpenCount = 0;
        _nextId = reader.ReadInt64();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            ImportConnection(ref reader, now);
        }

        // A copy, since a service may open further connections when it is told.
        foreach (StreamEndpoint endpoint in _schedule.Endpoints.ToArray())
        {
            var connection = (TcpConnection)endpoint;
            if (connection.IsAccepted && connection.IsAnnounced
                && _listeners.TryGetValue(connection.Key.LocalPort, out TcpListener? listener))
            {
                listener.Acceptor.OnRestored(connection, now);
            }
        }
    }

    private void ImportConnection(ref MessagePackReader reader, Instant now)
    {
        Require(reader.ReadArrayHeader() == ConnectionValues, $"a connection of {ConnectionValues} values");
        long id = reader.ReadInt64();
        var token = new PeerToken(reader.ReadInt32());
        ushort port = (ushort)reader.ReadUInt32();
        Require(id > 0 && id < _nextId && _schedule.Find(id) is null, "a number that is used once");
        Require(_peers.TryGetPeer(token, out InternetPeer peer), "a known peer");
        bool isAccepted = reader.ReadBoolean();
        bool isHalfOpen = reader.ReadBoolean();
        bool isAnnounced = reader.ReadBoolean();
        bool offersWindowScale = reader.ReadBoolean();
        uint ownScale = reader.ReadUInt32();
        uint peerScale = reader.ReadUInt32();
        const uint MaximumScale = TcpHeader.MaximumWindowScale;
        Require(ownScale <= MaximumScale && peerScale <= MaximumScale, "window scales in range");
        var machine = StreamMachine.Import(ref reader, _streamOptions, now);
        var key = new FlowKey(peer.Address, peer.Port, port);
        var connection = new TcpConnection(this, id, token, key, machine)
        {
            IsAccepted = isAccepted,
            IsHalfOpen = isHalfOpen,
            IsAnnounced = isAnnounced,
            OffersWindowScale = offersWindowScale,
            OwnWindowScale = (byte)ownScale,
            PeerWindowScale = (byte)peerScale,
        };
        Require(_connections.TryAdd(key, connection), "each connection once, and no more than there may be");
        _halfOpenCount += isHalfOpen ? 1 : 0;
        _schedule.Add(connection);
    }

    private static void Require(bool holds, string expected)
    {
        if (!holds)
        {
            throw new MessagePackSerializationException($"Expected {expected}.");
        }
    }

    private TcpConnection? Accept(in FlowKey key, in TcpHeader header)
    {
        const TcpFlags Relevant = TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Reset;
        if ((header.Flags & Relevant) != TcpFlags.Syn || !_listeners.ContainsKey(key.LocalPort))
        {
            return null;
        }

        if (_connections.IsFull || _halfOpenCount >= _options.MaximumHalfOpen
            || !_peers.TryGetToken(new InternetPeer(key.RemoteAddress, key.RemotePort), out PeerToken token))
        {
            _counters.Add(InternetCounter.TooManyConnections);
            return null;
        }

        var machine = new StreamMachine(_streamOptions, (uint)_options.Random.NextUInt64());
        var connection = new TcpConnection(this, _nextId++, token, key, machine)
        {
            IsAccepted = true,
            IsHalfOpen = true,
            OffersWindowScale = header.WindowScale is not null,
        };
        _halfOpenCount++;
        _connections.TryAdd(key, connection);
        _schedule.Add(connection);
        return connection;
    }

    private void Hand(TcpConnection connection, in TcpHeader header, ReadOnlySpan<byte> payload, Instant now)
    {
        // RFC 7323, 2.2: the window of a SYN is never scaled.
        bool isSyn = (header.Flags & TcpFlags.Syn) != 0;
        uint windowBytes = TcpWindow.FromField(header.Window, isSyn ? (byte)0 : connection.PeerWindowScale);
        const TcpFlags Known = TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Fin | TcpFlags.Reset;
        var flags = (SegmentFlags)(header.Flags & Known);
        StreamMachine machine = connection.Machine;
        bool isFirst = machine.State is StreamState.Listen or StreamState.SynSent;
        machine.OnSegment(
            new SegmentHeader(header.Sequence, header.Acknowledgement, flags, windowBytes), payload, now);
        bool isHeard = machine.State is not (StreamState.Listen or StreamState.SynSent or StreamState.Closed);
        if (isSyn && isFirst && isHeard)
        {
            NoteOptions(connection, header, _ownWindowScale);
        }
    }

    private static void NoteOptions(TcpConnection connection, in TcpHeader header, byte ownWindowScale)
    {
        int peerBytes = header.MaximumSegmentBytes == 0
            ? DefaultMaximumSegmentBytes
            : header.MaximumSegmentBytes;
        connection.Machine.LimitSegment(Math.Min(connection.Machine.MaximumSegmentBytes, peerBytes));
        if (header.WindowScale is { } scale && connection.OffersWindowScale)
        {
            connection.PeerWindowScale = scale;
            connection.OwnWindowScale = ownWindowScale;
        }
    }

    private void RefuseUnknown(in FlowKey key, in TcpHeader header, int payloadBytes)
    {
        // RFC 9293, 3.10.7.1. A reset is never answered; an overload that dropped a SYN is answered by
        // silence.
        bool isSynToService = (header.Flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn
            && _listeners.ContainsKey(key.LocalPort);
        if (isSynToService || (header.Flags & TcpFlags.Reset) != 0)
        {
            return;
        }

        _counters.Add(InternetCounter.NoTcpConnection);
        bool hasAck = (header.Flags & TcpFlags.Ack) != 0;
        int controlCount = ((header.Flags & TcpFlags.Syn) != 0 ? 1 : 0)
            + ((header.Flags & TcpFlags.Fin) != 0 ? 1 : 0);
        var reset = new TcpHeader
        {
            SourcePort = key.LocalPort,
            DestinationPort = key.RemotePort,
            Sequence = hasAck ? header.Acknowledgement : 0,
            Acknowledgement = hasAck ? 0 : unchecked(header.Sequence + (uint)(payloadBytes + controlCount)),
            Flags = hasAck ? TcpFlags.Reset : TcpFlags.Reset | TcpFlags.Ack,
        };
        reset.Write(_output.Payload[..TcpHeader.MinimumLengthBytes], _options.Address, key.RemoteAddress);
        _output.TryQueue(IpProtocol.Tcp, key.RemoteAddress, TcpHeader.MinimumLengthBytes);
    }

    private int WritePacket(
        TcpConnection connection, in SegmentHeader segment, int payloadBytes, Span<byte> packet)
    {
        bool isSyn = segment.Has(SegmentFlags.Syn);
        bool isLast = payloadBytes > 0 && payloadBytes < connection.Machine.MaximumSegmentBytes;
        var header = new TcpHeader
        {
            SourcePort = connection.Key.LocalPort,
            DestinationPort = connection.Key.RemotePort,
            Sequence = segment.Sequence,
            Acknowledgement = segment.Acknowledgement,
            Flags = (TcpFlags)segment.Flags | (isLast ? TcpFlags.Push : TcpFlags.None),
            Window = TcpWindow.ToField(segment.WindowBytes, isSyn ? (byte)0 : connection.OwnWindowScale),
            MaximumSegmentBytes = isSyn ? (ushort)_streamOptions.MaximumSegmentBytes : (ushort)0,
            WindowScale = isSyn && connection.OffersWindowScale ? _ownWindowScale : null,
        };
        int segmentBytes = header.WrittenLengthBytes + payloadBytes;
        IpAddress destination = connection.Key.RemoteAddress;
        header.Write(
            packet.Slice(Ipv4Header.LengthBytes, segmentBytes), _options.Address, destination);
        return _output.WriteHeader(packet, IpProtocol.Tcp, destination, segmentBytes);
    }

    private void AfterUse(TcpConnection connection)
    {
        _schedule.Update(connection);
        if (connection.Machine.IsFinished)
        {
            EndHalfOpen(connection);
            _schedule.Remove(connection);
            if (_connections.TryGetValue(connection.Key, out TcpConnection? known) && known == connection)
            {
                _connections.TryRemove(connection.Key, out _);
            }
        }
    }

    private void EndHalfOpen(TcpConnection connection)
    {
        _halfOpenCount -= connection.IsHalfOpen ? 1 : 0;
        connection.IsHalfOpen = false;
    }
}
