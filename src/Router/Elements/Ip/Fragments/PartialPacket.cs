using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip.Fragments;

/// <summary>The fragments of one packet that came so far.</summary>
/// <remarks>
/// They are held as they came and put together at the end, later ones over earlier ones. Which bytes are
/// there stands in ranges that neither overlap nor touch.
/// <code>
/// fragments 0–16, 32–40, 8–24  →  ranges 0–24, 32–40
/// </code>
/// </remarks>
internal sealed class PartialPacket
{
    /// <summary>What a fragment costs besides its bytes, so that many small ones are not free.</summary>
    private const int FragmentCostBytes = 40;

    /// <summary>More bytes before the header than any link has are not kept.</summary>
    private const int MaximumLinkBytes = 256;

    private const int UnknownEnd = -1;

    private readonly List<(Packet Packet, int Start)> _fragments = [];
    private readonly List<(int Start, int End)> _ranges = [];
    private int _end = UnknownEnd;

    /// <summary>A packet of which nothing came yet.</summary>
    public PartialPacket(FragmentKey key)
    {
        Key = key;
        Place = new LinkedListNode<PartialPacket>(this);
    }

    /// <summary>Which packet it is.</summary>
    public FragmentKey Key { get; }

    /// <summary>Its place among all packets.</summary>
    public LinkedListNode<PartialPacket> Place { get; }

    /// <summary>When the last fragment came.</summary>
    public Instant LastActivity { get; private set; }

    /// <summary>What it costs to hold it.</summary>
    public int HeldBytes { get; private set; }

    /// <summary>Length of the longest fragment with its header.</summary>
    public int LongestBytes { get; private set; }

    /// <summary>Whether the last fragment is there.</summary>
    public bool HasLast => _end != UnknownEnd;

    /// <summary>Whether all bytes are there.</summary>
    public bool IsComplete => _end != UnknownEnd && _ranges.Count == 1 && _ranges[0] == (0, _end);

    /// <summary>Takes a fragment.</summary>
    /// <param name="packet">The fragment; taken over if it is accepted.</param>
    /// <param name="start">Where in the payload it starts.</param>
    /// <param name="lengthBytes">How many bytes of the payload it has.</param>
    /// <param name="hasMore">Whether others come behind it.</param>
    /// <param name="now">When it came.</param>
    /// <param name="heldBytes">What it costs to hold it.</param>
    /// <returns>Whether it fits what is known of the end.</returns>
    public bool TryAdd(
        Packet packet, int start, int lengthBytes, bool hasMore, Instant now, out int heldBytes)
    {
        heldBytes = 0;
        int end = start + lengthBytes;
        int reached = _ranges.Count > 0 ? _ranges[^1].End : 0;
        bool contradicts = HasLast ? end > _end || (!hasMore && end != _end) : !hasMore && end < reached;
        if (contradicts)
        {
            return false;
        }

        LastActivity = now;
        _end = hasMore ? _end : end;
        heldBytes = lengthBytes + FragmentCostBytes;
        HeldBytes += heldBytes;
        LongestBytes = Math.Max(LongestBytes, packet.NetworkHeader.Length);
        _fragments.Add((packet, start));
        AddRange(start, end);
        return true;
    }

    /// <summary>
    /// Puts together what is there; missing bytes are 0. The fragments are used up. Null if the header makes
    /// the packet longer than one may be.
    /// </summary>
    public Packet? Assemble(PacketPool pool)
    {
        // The last one that starts the payload gives headers and notes, else the first that came.
        int index = Math.Max(_fragments.FindLastIndex(fragment => fragment.Start == 0), 0);
        (Packet leader, int leaderStart) = _fragments[index];
        bool isFirst = leaderStart == 0;
        ReadOnlySpan<byte> lead = leader.NetworkHeader;
        bool keepsLink = isFirst && leader.NetworkOffset is > 0 and <= MaximumLinkBytes;
        int before = keepsLink ? leader.NetworkOffset : 0;
        int headerBytes = isFirst ? Ipv4Header.ReadHeaderLength(lead) : Ipv4Header.LengthBytes;
        int payloadBytes = _ranges[^1].End;
        if (headerBytes + payloadBytes > Ipv4Header.MaximumPacketBytes)
        {
            Kill();
            return null;
        }

        Packet whole = pool.Take(before + headerBytes + payloadBytes);
        Span<byte> bytes = whole.WritableData();
        bytes.Clear();
        leader.Data[..before].CopyTo(bytes);
        lead[..headerBytes].CopyTo(bytes[before..]);
        bytes[before] = (byte)(0x40 | (headerBytes / sizeof(uint)));
        foreach ((Packet packet, int start) in _fragments)
        {
            ReadOnlySpan<byte> data = packet.NetworkHeader;
            data[Ipv4Header.ReadHeaderLength(data)..].CopyTo(bytes[(before + headerBytes + start)..]);
        }

        whole.Annotations = leader.Annotations;
        whole.Annotations.Timestamp = LastActivity;
        whole.SetNetworkHeader(before);
        whole.SetTransportHeader(before + headerBytes);
        if (isFirst && leader.HasMacHeader && leader.MacOffset >= 0)
        {
            whole.SetMacHeader(Math.Min(leader.MacOffset, before));
        }

        Kill();
        return whole;
    }

    /// <summary>Kills the fragments.</summary>
    public void Kill()
    {
        foreach ((Packet packet, _) in _fragments)
        {
            packet.Kill();
        }

        _fragments.Clear();
    }

    /// <summary>The packet's key and the ranges that are there.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Key.Source} > {Key.Destination} {Key.Identification}");
        foreach ((int start, int end) in _ranges)
        {
            text.Append($" ({start}, {end})");
        }

        return text.ToString();
    }

    private void AddRange(int start, int end)
    {
        int first = _ranges.FindIndex(range => range.End >= start);
        first = first < 0 ? _ranges.Count : first;
        int last = first;
        while (last < _ranges.Count && _ranges[last].Start <= end)
        {
            start = Math.Min(start, _ranges[last].Start);
            end = Math.Max(end, _ranges[last].End);
            last++;
        }

        _ranges.RemoveRange(first, last - first);
        _ranges.Insert(first, (start, end));
    }
}
