using System.Globalization;
using System.Text;
using Xia.Kernel.Randomness;

namespace Xia.Bench.Router.Cases;

/// <summary>Makes tables of routes such as the Internet has them, by length, and the same ones every time.</summary>
internal static class RouteFile
{
    private const int OutputCount = 4;

    // How many of ten thousand prefixes have a length, roughly as in a full table.
    private static readonly (int LengthBits, int Share)[] Lengths =
    [
        (8, 1), (11, 6), (13, 13), (14, 16), (15, 26), (16, 236), (17, 130), (18, 220), (19, 400), (20, 600),
        (21, 700), (22, 1200), (23, 1000), (24, 5452),
    ];

    /// <summary>Writes lines for the handler <c>ctrl</c>: different prefixes, each to one of four outputs.</summary>
    public static void Write(string path, int count)
    {
        RandomStream random = new RandomRoot(1).Stream($"routes/{count}");
        int all = Lengths.Sum(length => length.Share);
        var seen = new HashSet<(uint Address, int LengthBits)>();
        StringBuilder text = new();
        while (seen.Count < count)
        {
            int share = random.NextInt32(all);
            int at = 0;
            while (share >= Lengths[at].Share)
            {
                share -= Lengths[at++].Share;
            }

            int lengthBits = Lengths[at].LengthBits;
            uint address = (uint)random.NextUInt64() & (uint.MaxValue << (32 - lengthBits));
            if (address >> 24 is >= 1 and <= 223 && seen.Add((address, lengthBits)))
            {
                text.Append(CultureInfo.InvariantCulture, $"set {address >> 24}.{(address >> 16) & 255}.")
                    .Append(CultureInfo.InvariantCulture, $"{(address >> 8) & 255}.{address & 255}/{lengthBits} ")
                    .Append(random.NextInt32(OutputCount)).Append('\n');
            }
        }

        File.WriteAllText(path, text.ToString());
    }
}
