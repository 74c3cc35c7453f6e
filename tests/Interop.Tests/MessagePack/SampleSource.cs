using System.Text.Json.Nodes;
using Xia.Kernel.Randomness;

namespace Xia.Interop.Tests.MessagePack;

/// <summary>Values at every boundary of the format, and random trees of them.</summary>
internal static class SampleSource
{
    private const int MaximumDepth = 4;

    private static readonly int[] Lengths = [0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536];

    /// <summary>Each form of each type at both of its ends.</summary>
    public static IEnumerable<JsonNode?> Boundaries()
    {
        yield return null;
        yield return Sample.Truth(false);
        yield return Sample.Truth(true);
        foreach (int bits in (int[])[0, 5, 7, 8, 15, 16, 31, 32, 53, 63])
        {
            Int128 power = Int128.One << bits;
            foreach (Int128 value in (Int128[])[power - 1, power, power + 1, -power + 1, -power, -power - 1])
            {
                if (value >= long.MinValue && value <= ulong.MaxValue)
                {
                    yield return Sample.Integer(value);
                }
            }
        }

        yield return Sample.Integer(ulong.MaxValue);
        foreach (double number in (double[])[0.5, -1.25, Math.PI, 1e300, -1e-300, double.Epsilon, double.MaxValue])
        {
            yield return Sample.Number(number);
        }

        yield return Sample.Number(double.PositiveInfinity);
        foreach (int length in Lengths)
        {
            yield return Sample.Text(new string('x', length));
            yield return Sample.Bytes([.. Enumerable.Range(0, length).Select(i => (byte)i)]);
            yield return Sample.Array([.. Enumerable.Range(0, length).Select(i => Sample.Integer(i % 100))]);
            yield return Sample.Map([.. Enumerable.Range(0, length).Select(i => ($"k{i}", Sample.Integer(i % 100)))]);
        }

        yield return Sample.Text("é€😀\0\"\\\u2028");
    }

    /// <summary>A random tree.</summary>
    public static JsonNode? Tree(RandomStream draws, int depth = 0)
    {
        int kinds = depth == MaximumDepth ? 6 : 8;
        return draws.NextInt32(kinds) switch
        {
            0 => null,
            1 => Sample.Truth(draws.NextInt32(2) == 0),
            2 => Sample.Integer((long)draws.NextUInt64() >> draws.NextInt32(64)),
            3 => Sample.Number(draws.NextDouble() + 0.000_1),
            4 => Sample.Text(string.Concat(Enumerable.Range(0, draws.NextInt32(40)).Select(_ => Letter(draws)))),
            5 => Sample.Bytes(Bytes(draws)),
            6 => Sample.Array([.. Enumerable.Range(0, draws.NextInt32(20)).Select(_ => Tree(draws, depth + 1))]),
            _ => Sample.Map(
                [.. Enumerable.Range(0, draws.NextInt32(20)).Select(i => ($"k{i}", Tree(draws, depth + 1)))]),
        };
    }

    private static string Letter(RandomStream draws) =>
        draws.NextInt32(3) switch
        {
            0 => ((char)('a' + draws.NextInt32(26))).ToString(),
            1 => ((char)(0x80 + draws.NextInt32(0x700))).ToString(),
            _ => char.ConvertFromUtf32(0x1f300 + draws.NextInt32(0x200)),
        };

    private static byte[] Bytes(RandomStream draws)
    {
        byte[] bytes = new byte[draws.NextInt32(300)];
        draws.NextBytes(bytes);
        return bytes;
    }
}
