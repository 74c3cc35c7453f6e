using System.Buffers.Binary;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Ip.Fragments;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Puts fragments of IPv4 packets together (RFC 791, 3.2).</summary>
/// <syntax>IPReassembler([keywords HIMEM 262144, MAX_MTU_ANNO])</syntax>
/// <remarks>
/// Whole packets pass. Fragments are held until all of a packet are there, which then leaves with what stood
/// before the header of its first fragment. When a fragment comes, those packets are given up of which
/// nothing came for 30 seconds, by time stamps, and, if more than HIMEM bytes are held, the longest-waiting
/// ones until three quarters of it are left. A packet that is given up leaves at output 1 as far as it came,
/// or is dropped. MAX_MTU_ANNO: an annotation of 2 bytes that gets the length of the longest fragment. Needs
/// the network header marked.
/// </remarks>
/// <handler name="dump" access="r">Counts, and the ranges of bytes that are held.</handler>
public sealed class IPReassembler : SimpleElement
{
    private const int DefaultMemoryBytes = 256 * 1024;
    private const int MinimumMemoryBytes = 1024;
    private const int NoAnnotation = -1;
    private static readonly Duration Patience = Duration.FromSeconds(30);
    private static readonly Duration Interval = Duration.FromSeconds(10);

    private readonly Dictionary<FragmentKey, PartialPacket> _partials = [];

    // The longest-waiting one first.
    private readonly LinkedList<PartialPacket> _byActivity = new();
    private int _memoryLimitBytes;
    private int _annotation;
    private int _memoryBytes;
    private Instant _nextLook;
    private long _fragmentsSeen;
    private long _completed;
    private long _failed;
    private long _bad;

    /// <inheritdoc/>
    public override string ClassName => "IPReassembler";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _memoryLimitBytes = arguments.Keyword(
            "HIMEM", ArgumentTypes.Int32(MinimumMemoryBytes), DefaultMemoryBytes);
        _annotation = arguments.Keyword(
            "MAX_MTU_ANNO", ArgumentTypes.Annotation(sizeof(ushort)), NoAnnotation);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("dump", Dump);

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (PartialPacket partial in _byActivity)
        {
            partial.Kill();
        }

        _byActivity.Clear();
        _partials.Clear();
        _memoryBytes = 0;
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.NetworkHeader;
        if (data.Length < Ipv4Header.LengthBytes || !Ipv4Header.ReadChecked(data).IsFragment)
        {
            return packet;
        }

        var header = Ipv4Header.ReadChecked(data);
        _fragmentsSeen++;
        if (packet.Annotations.Timestamp == default)
        {
            packet.Annotations.Timestamp = Now;
        }

        Instant now = packet.Annotations.Timestamp;
        if (now >= _nextLook)
        {
            GiveUpBefore(now - Patience);
            _nextLook = now + Interval;
        }

        if (!IsSound(header, data.Length))
        {
            _bad++;
            packet.Kill();
            return null;
        }

        packet.Take(data.Length - header.TotalLengthBytes);
        return Hold(packet, header, now);
    }

    private static bool IsSound(in Ipv4Header header, int availableBytes)
    {
        int end = Start(header) + header.PayloadBytes;
        bool hasMore = (header.FragmentField & Ipv4Header.MoreFragments) != 0;
        return header.HeaderLengthBytes >= Ipv4Header.LengthBytes && header.PayloadBytes > 0
            && header.TotalLengthBytes <= availableBytes
            && end + header.HeaderLengthBytes <= Ipv4Header.MaximumPacketBytes
            && (!hasMore || end % Ipv4Layout.FragmentUnitBytes == 0);
    }

    private static int Start(in Ipv4Header header) =>
        (header.FragmentField & Ipv4Layout.FragmentOffsetMask) * Ipv4Layout.FragmentUnitBytes;

    private Packet? Hold(Packet packet, in Ipv4Header header, Instant now)
    {
        MakeRoom();
        var key = new FragmentKey(header.Source, header.Destination, header.Identification, header.Protocol);
        if (!_partials.TryGetValue(key, out PartialPacket? partial))
        {
            partial = new PartialPacket(key);
            _partials.Add(key, partial);
        }
        else
        {
            _byActivity.Remove(partial.Place);
        }

        _byActivity.AddLast(partial.Place);
        bool hasMore = (header.FragmentField & Ipv4Header.MoreFragments) != 0;
        if (!partial.TryAdd(packet, Start(header), header.PayloadBytes, hasMore, now, out int heldBytes))
        {
            packet.Kill();
            return null;
        }

        _memoryBytes += heldBytes;
        if (!partial.IsComplete)
        {
            return null;
        }

        Forget(partial);
        if (Assemble(partial) is not { } whole)
        {
            _failed++;
            return null;
        }

        _completed++;
        return whole;
    }

    // Once over the limit, room is made down to three quarters of it.
    private void MakeRoom()
    {
        if (_memoryBytes <= _memoryLimitBytes)
        {
            return;
        }

        while (_byActivity.First is { } place && _memoryBytes > _memoryLimitBytes / 4 * 3)
        {
            GiveUp(place.Value);
        }
    }

    private void GiveUpBefore(Instant limit)
    {
        while (_byActivity.First is { } place && place.Value.LastActivity < limit)
        {
            GiveUp(place.Value);
        }
    }

    private void GiveUp(PartialPacket partial)
    {
        _failed++;
        Forget(partial);
        if (Assemble(partial) is { } known)
        {
            Divert(1, known);
        }
    }

    private void Forget(PartialPacket partial)
    {
        _partials.Remove(partial.Key);
        _byActivity.Remove(partial.Place);
        _memoryBytes -= partial.HeldBytes;
    }

    private Packet? Assemble(PartialPacket partial)
    {
        if (partial.Assemble(Pool) is not { } whole)
        {
            return null;
        }

        Span<byte> header = whole.WritableNetworkHeader();
        int headerBytes = Ipv4Header.ReadHeaderLength(header);
        ushort field = BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.FragmentOffset..]);
        field &= Ipv4Header.DontFragment;
        field |= partial.HasLast ? (ushort)0 : Ipv4Header.MoreFragments;
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4Layout.TotalLengthOffset..], (ushort)header.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4Layout.FragmentOffset..], field);
        Ipv4Header.WriteChecksum(header[..headerBytes]);
        if (_annotation != NoAnnotation)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                whole.Annotations.Area[_annotation..], (ushort)partial.LongestBytes);
        }

        return whole;
    }

    private string Dump()
    {
        var text = new StringBuilder();
        text.Append("frags seen total:    ").Append(_fragmentsSeen).Append('\n')
            .Append("good reassemblies:   ").Append(_completed).Append('\n')
            .Append("failed reassemblies: ").Append(_failed).Append('\n')
            .Append("bad fragments seen:  ").Append(_bad).Append('\n')
            .Append("cached chunk data:\n");
        foreach (PartialPacket partial in _byActivity)
        {
            text.Append(' ').Append(partial).Append('\n');
        }

        return text.ToString();
    }
}
