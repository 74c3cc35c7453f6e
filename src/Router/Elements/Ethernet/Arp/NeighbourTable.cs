using System.Globalization;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Collections;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>
/// The stations of a link by IPv4 address, with the packets that wait until their Ethernet addresses are
/// known.
/// </summary>
/// <remarks>
/// An entry is good until it was silent for the timeout, is kept for as long again so that its address can be
/// seen, and then forgotten with its packets. When more packets wait than there is room for, the oldest
/// entries lose theirs, until the room is free by one part in the slimming factor. A new entry that finds the
/// table full takes the place of an old one.
/// </remarks>
internal sealed class NeighbourTable
{
    /// <summary>The most entries, when the configuration says no other number.</summary>
    public const int MaximumEntries = 65_536;

    // A search for an entry that is no longer good looks at so many of the oldest.
    private const int MaximumSearch = 64;

    private readonly LinkedList<Neighbour> _order = [];
    private readonly OpenHashMap<IpKey, Neighbour> _byAddress;

    public NeighbourTable(ulong seed) => _byAddress = new OpenHashMap<IpKey, Neighbour>(MaximumEntries, seed);

    /// <summary>The most packets that wait; 0: no bound but that of the entries.</summary>
    public int Capacity { get; set; } = 2048;

    /// <summary>The most entries; 0: <see cref="MaximumEntries"/>.</summary>
    public int EntryCapacity { get; set; }

    /// <summary>The most packets that wait for one entry; 0: no bound.</summary>
    public int EntryPacketCapacity { get; set; }

    /// <summary>Which part of the packets goes when there are too many: one in so many.</summary>
    public int SlimFactor { get; set; } = 2;

    /// <summary>How long an entry is good; zero: for ever.</summary>
    public Duration Timeout { get; set; } = Duration.FromSeconds(300);

    /// <summary>Packets that went because of bounds and timeouts.</summary>
    public long Drops { get; set; }

    /// <summary>Packets that wait.</summary>
    public int Length { get; private set; }

    /// <summary>Entries.</summary>
    public int Count => _byAddress.Count;

    /// <summary>The entries, the oldest first.</summary>
    public IEnumerable<Neighbour> Entries => _order;

    /// <summary>
    /// Called when there is an entry that may have to be forgotten; set by who owns a timer.
    /// </summary>
    public Action? OnGrown { get; set; }

    /// <summary>Called when there are no entries any more.</summary>
    public Action? OnEmptied { get; set; }

    public bool TryFind(IpAddress ip, out Neighbour neighbour) =>
        _byAddress.TryGetValue(new IpKey(ip.Value), out neighbour!);

    /// <summary>Whether packets may be sent to the entry's address.</summary>
    public bool IsGood(Neighbour neighbour, Instant now) => neighbour.IsKnown
        && (Timeout <= Duration.Zero || now - neighbour.Since <= Timeout);

    /// <summary>The entry of an address; a new one if there is none.</summary>
    public Neighbour FindOrAdd(IpAddress ip, Instant now)
    {
        if (TryFind(ip, out Neighbour found))
        {
            return found;
        }

        int capacity = EntryCapacity == 0 ? MaximumEntries : Math.Min(EntryCapacity, MaximumEntries);
        while (Count >= capacity)
        {
            Remove(FindDispensable(now));
        }

        var added = new Neighbour { Ip = ip, Since = now };
        added.Place = _order.AddLast(added);
        _byAddress.TryAdd(new IpKey(ip.Value), added);
        OnGrown?.Invoke();
        return added;
    }

    /// <summary>Notes the address of a station.</summary>
    /// <returns>The entry, whose packets may go now.</returns>
    public Neighbour Enter(IpAddress ip, MacAddress mac, Instant now)
    {
        Neighbour neighbour = FindOrAdd(ip, now);
        neighbour.Mac = mac;
        neighbour.IsKnown = true;
        neighbour.Since = now;
        neighbour.Queries = 0;
        return neighbour;
    }

    /// <summary>Keeps a packet for an entry, or drops it when the entry has as many as it may.</summary>
    public void Hold(Neighbour neighbour, Packet packet)
    {
        if (EntryPacketCapacity > 0 && neighbour.Held.Count >= EntryPacketCapacity)
        {
            Drops++;
            packet.Kill();
            return;
        }

        Length++;
        if (Capacity > 0 && Length > Capacity)
        {
            Slim();
        }

        neighbour.Held.Append(packet);
    }

    /// <summary>Hands out the packets that wait for an entry.</summary>
    public PacketBatch TakeHeld(Neighbour neighbour)
    {
        PacketBatch held = neighbour.Held;
        neighbour.Held = default;
        Length -= held.Count;
        return held;
    }

    /// <summary>Takes an entry out; its packets are dropped.</summary>
    public void Remove(Neighbour neighbour)
    {
        PacketBatch held = TakeHeld(neighbour);
        Drops += held.Count;
        held.Kill();
        if (neighbour.Place is { } place)
        {
            neighbour.Place = null;
            _order.Remove(place);
            _byAddress.TryRemove(new IpKey(neighbour.Ip.Value), out Neighbour? _);
            if (Count == 0)
            {
                OnEmptied?.Invoke();
            }
        }
    }

    /// <summary>Takes out all entries that have been silent for twice the timeout.</summary>
    public void Forget(Instant now)
    {
        for (LinkedListNode<Neighbour>? place = _order.First; place is not null;)
        {
            LinkedListNode<Neighbour>? next = place.Next;
            if (Timeout > Duration.Zero && now - place.Value.Since > Timeout * 2)
            {
                Remove(place.Value);
            }

            place = next;
        }
    }

    /// <summary>Takes out everything; the packets are killed and not counted.</summary>
    public void Clear()
    {
        foreach (Neighbour neighbour in _order)
        {
            neighbour.Place = null;
            TakeHeld(neighbour).Kill();
        }

        _order.Clear();
        _byAddress.Clear();
        OnEmptied?.Invoke();
    }

    /// <summary>Takes over the entries of another table, which is empty afterwards.</summary>
    public void TakeFrom(NeighbourTable other, Instant now)
    {
        Drops = other.Drops;
        Neighbour[] entries = [.. other._order];
        other._order.Clear();
        other._byAddress.Clear();
        foreach (Neighbour theirs in entries)
        {
            theirs.Place = null;
            Neighbour ours = FindOrAdd(theirs.Ip, now);
            ours.Mac = theirs.Mac;
            ours.IsKnown = theirs.IsKnown;
            ours.Since = theirs.Since;
            ours.Queries = theirs.Queries;
            ours.LastQuery = theirs.LastQuery;
            PacketBatch held = other.TakeHeld(theirs);
            while (held.Take() is { } packet)
            {
                Hold(ours, packet);
            }
        }
    }

    /// <summary>
    /// A line for each entry, the newest first: address, 1 if it is good, Ethernet address, age in seconds.
    /// </summary>
    public string Show(Instant now)
    {
        var text = new StringBuilder();
        for (LinkedListNode<Neighbour>? place = _order.Last; place is not null; place = place.Previous)
        {
            Neighbour neighbour = place.Value;
            decimal age = (now - neighbour.Since).Nanoseconds / 1000 / 1_000_000m;
            text.Append(neighbour.Ip).Append(IsGood(neighbour, now) ? " 1 " : " 0 ")
                .Append(neighbour.Mac.ToHyphenString())
                .Append(CultureInfo.InvariantCulture, $" {age:0.000000}\n");
        }

        return text.ToString();
    }

    private Neighbour FindDispensable(Instant now)
    {
        LinkedListNode<Neighbour>? place = _order.First;
        for (int seen = 0; seen < MaximumSearch && place is not null; seen++, place = place.Next)
        {
            if (!IsGood(place.Value, now))
            {
                return place.Value;
            }
        }

        return _order.First!.Value;
    }

    private void Slim()
    {
        int left = Capacity - (Capacity / SlimFactor);
        foreach (Neighbour neighbour in _order)
        {
            while (Length > left && neighbour.Held.Take() is { } packet)
            {
                Length--;
                Drops++;
                packet.Kill();
            }
        }
    }
}
