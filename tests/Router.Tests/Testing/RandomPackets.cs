using Xia.Internet.Wire;

namespace Xia.Router.Tests.Testing;

/// <summary>Makes packets for fuzzing: random bytes, and right packets of which some bytes are not.</summary>
internal static class RandomPackets
{
    private const int MaximumPayloadBytes = 120;

    public static byte[] Next(Random random)
    {
        byte[] data = random.Next(8) == 0 ? RandomBytes(random) : Packet(random);
        int changes = random.Next(4);
        for (int change = 0; change < changes && data.Length > 0; change++)
        {
            data[random.Next(Math.Min(data.Length, 48))] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? data[..random.Next(data.Length + 1)] : data;
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] data = new byte[random.Next(100)];
        random.NextBytes(data);
        return data;
    }

    private static byte[] Packet(Random random)
    {
        int optionBytes = random.Next(3) == 0 ? 4 * random.Next(11) : 0;
        byte[] data = new byte[Ipv4Header.LengthBytes + optionBytes + random.Next(MaximumPayloadBytes)];
        random.NextBytes(data.AsSpan(Ipv4Header.LengthBytes));
        new Ipv4Header
        {
            Service = (byte)random.Next(4),
            TotalLengthBytes = data.Length,
            TimeToLive = (byte)random.Next(3),
            FragmentField = (ushort)(random.Next(4) == 0 ? random.Next(0x10000) : 0),
            Protocol = (IpProtocol)random.GetItems<byte>([1, 6, 17, 17], 1)[0],
            Source = new IpAddress((uint)random.Next()),
            Destination = new IpAddress((uint)random.Next()),
        }.Write(data);
        AddOptions(random, data, optionBytes);
        return data;
    }

    // Known options are more likely than others, with lengths that are nearly right.
    private static void AddOptions(Random random, byte[] data, int optionBytes)
    {
        data[0] = (byte)(0x45 + (optionBytes / 4));
        ReadOnlySpan<byte> kinds = [0, 1, 7, 68, 131, 137, 148];
        for (int at = 0; at < optionBytes; at += random.Next(1, 12))
        {
            data[20 + at] = kinds[random.Next(kinds.Length)];
            data[Math.Min(21 + at, data.Length - 1)] = (byte)random.Next(14);
            data[Math.Min(22 + at, data.Length - 1)] = (byte)random.Next(14);
        }

        data[10] = data[11] = 0;
        ushort checksum = Kernel.Checksums.InternetChecksum.Compute(data.AsSpan(0, 20 + optionBytes));
        (data[10], data[11]) = ((byte)(checksum >> 8), (byte)checksum);
    }
}
