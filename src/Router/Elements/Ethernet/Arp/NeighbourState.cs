using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>The known entries of a table as a state: address, Ethernet address, when it was heard.</summary>
internal static class NeighbourState
{
    private const int Version = 1;
    private const int FieldCount = 3;

    /// <summary>Writes the entries that are known, by address.</summary>
    public static void Export(NeighbourTable table, ref MessagePackWriter writer)
    {
        Neighbour[] known =
            [.. table.Entries.Where(entry => entry.IsKnown).OrderBy(entry => entry.Ip.Value)];
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.WriteArrayHeader(known.Length);
        foreach (Neighbour neighbour in known)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.Write(neighbour.Ip.Value);
            writer.Write(neighbour.Mac.Value);
            writer.Write(neighbour.Since.Nanoseconds);
        }
    }

    /// <summary>Reads entries and enters each.</summary>
    public static void Import(ref MessagePackReader reader, Action<IpAddress, MacAddress, Instant> enter)
    {
        StateArray.Begin(ref reader, 2, Version);
        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            if (reader.ReadArrayHeader() != FieldCount)
            {
                throw new MessagePackSerializationException("A neighbour has three fields.");
            }

            var ip = new IpAddress(reader.ReadUInt32());
            var mac = new MacAddress(reader.ReadUInt64());
            enter(ip, mac, new Instant(reader.ReadInt64()));
        }
    }
}
