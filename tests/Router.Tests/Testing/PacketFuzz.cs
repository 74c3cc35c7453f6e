using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Sends random packets through an element: a bounded number, from a printed seed.</summary>
internal static class PacketFuzz
{
    private const ulong Seed = 20_261_125;
    private const int PacketCount = 600;
    private const int MaximumLengthBytes = 80;

    /// <summary>Pushes at all inputs; every packet must leave, be killed, or be killed at the end.</summary>
    public static void Run(string element, int inputs, int outputs)
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        IEnumerable<string> sources = Enumerable.Range(0, inputs).Select(port => $"in{port} :: TestSource -> [{port}] e;");
        IEnumerable<string> sinks = Enumerable.Range(0, outputs).Select(port => $"e[{port}] -> out{port} :: TestSink;");
        var bench = new Bench($"e :: {element}; {string.Join(' ', sources)} {string.Join(' ', sinks)}");
        RandomStream random = new RandomRoot(Seed).Stream(element);
        for (int number = 0; number < PacketCount; number++)
        {
            byte[] data = Data(random);
            bench.Send(data, packet => Mark(packet, random), $"in{random.NextInt32(inputs)}");
            if (random.NextInt32(8) == 0)
            {
                bench.RunFor(Duration.FromMilliseconds(random.NextInt32(3000)));
            }
        }

        bench.Close();
    }

    /// <summary>Pulls from a queue; every packet must arrive, in order, within a long time.</summary>
    public static void RunQueued(string element)
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        var bench = new Bench($"in :: TestSource -> Queue(1000) -> {element} -> out :: TestSink");
        RandomStream random = new RandomRoot(Seed).Stream(element);
        var sent = new List<string>();
        for (int number = 0; number < 100; number++)
        {
            byte[] data = Data(random);
            sent.Add(Convert.ToHexString(data));
            bench.Send(data);
            if (random.NextInt32(4) == 0)
            {
                bench.RunFor(Duration.FromMilliseconds(random.NextInt32(30)));
            }
        }

        Assert.That(bench.Out.Hex, Has.Count.LessThan(sent.Count), "It holds packets back.");
        bench.RunFor(Duration.FromSeconds(60));
        Assert.That(bench.Out.Hex, Is.EqualTo(sent));
        bench.Close();
    }

    // Half of them look like ARP, IPv4 or VLAN frames, so that more than the first check is tried.
    private static byte[] Data(RandomStream random)
    {
        byte[] data = new byte[random.NextInt32(MaximumLengthBytes)];
        random.NextBytes(data);
        ushort[] types = [EtherTypes.Arp, EtherTypes.Ipv4, 0x8100];
        int choice = random.NextInt32(2 * types.Length);
        if (choice < types.Length && data.Length > EthernetHeader.LengthBytes)
        {
            (data[12], data[13]) = ((byte)(types[choice] >> 8), (byte)types[choice]);
            if (choice == 0)
            {
                byte[] start = [0, 1, 8, 0, 6, 4, 0, (byte)(1 + random.NextInt32(2)), 2, 0, 0, 0, 0, 9];
                start.AsSpan(0, Math.Min(start.Length, data.Length - EthernetHeader.LengthBytes))
                    .CopyTo(data.AsSpan(EthernetHeader.LengthBytes));
            }
        }

        return data;
    }

    private static void Mark(Packet packet, RandomStream random)
    {
        random.NextBytes(packet.Annotations.Area);
        packet.Annotations.ExtraLengthBytes = (uint)random.NextInt32(2000);
        packet.Annotations.DestinationIp = random.NextInt32(3) == 0 ? 0x0a00_0000u | (uint)random.NextInt32(12)
            : packet.Annotations.DestinationIp;
        if (random.NextInt32(2) == 0)
        {
            packet.SetNetworkHeader(random.NextInt32(packet.LengthBytes + 1));
        }

        if (random.NextInt32(2) == 0)
        {
            packet.SetMacHeader(random.NextInt32(packet.LengthBytes + 1));
        }
    }
}
