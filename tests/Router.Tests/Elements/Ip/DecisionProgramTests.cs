using Xia.Router.Elements.Ip.Patterns;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Elements.Ip;

internal sealed class DecisionProgramTests
{
    private const int Rounds = 1500;
    private const int HeaderBytes = 20;
    private const int RuleCount = 4;

    [Test]
    public void Simplified_DecidesAsTheConditionsSay([Values(1, 2)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var pool = new PacketPool();
        for (int round = 0; round < Rounds; round++)
        {
            Condition[] rules = [.. Enumerable.Range(0, RuleCount).Select(_ => RandomCondition(random, 4))];
            var graph = new DecisionGraph();
            for (int output = rules.Length - 1; output >= 0; output--)
            {
                graph.Root = graph.Add(rules[output], ~output, graph.Root);
            }

            var program = new DecisionProgram(DecisionSimplifier.Simplify(graph));
            for (int trial = 0; trial < 20; trial++)
            {
                byte[] data = RandomData(random);
                Packet packet = pool.Take(data);
                packet.SetNetworkHeader(0);
                packet.SetTransportHeader(Math.Min(HeaderBytes, data.Length));
                int expected = Array.FindIndex(rules, rule => Holds(rule, data));
                int decided = program.Decide(packet);
                packet.Kill();
                Assert.That(
                    decided == DecisionGraph.Drop ? -1 : decided,
                    Is.EqualTo(expected),
                    () => $"seed {seed}, round {round}, {Convert.ToHexString(data)}\n"
                        + string.Join('\n', rules.Select(rule => rule.ToString())) + "\n" + program);
            }
        }
    }

    // Whole words only: a packet that ends inside a word may count as too short for all of it. Bits are few,
    // so that tests hold often.
    private static byte[] RandomData(Random random)
    {
        int words = random.Next(4) == 0 ? random.Next(1, 12) : 12;
        byte[] data = new byte[words * 4];
        for (int index = 0; index < data.Length; index++)
        {
            data[index] = (byte)(random.Next(2) * 3);
        }

        return data;
    }

    private static Condition RandomCondition(Random random, int depth)
    {
        int kind = depth == 0 ? 0 : random.Next(8);
        return kind switch
        {
            <= 2 => RandomWord(random),
            3 => new Condition.Not(RandomCondition(random, depth - 1)),
            4 => RandomCondition(random, depth - 1).NegatedUnlessShort(),
            5 => new Condition.All(RandomParts(random, depth)),
            6 => new Condition.Any(RandomParts(random, depth)),
            _ => new Condition.Choice(
                RandomCondition(random, depth - 1),
                RandomCondition(random, depth - 1),
                RandomCondition(random, depth - 1)),
        };
    }

    private static Condition[] RandomParts(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomCondition(random, depth - 1))];

    private static Condition RandomWord(Random random)
    {
        int offset = random.Next(2) == 0
            ? WordTest.NetworkBase + (4 * random.Next(4))
            : WordTest.TransportBase + (4 * random.Next(4));
        uint mask = random.Next(3) switch
        {
            0 => 1u << (8 * random.Next(4)),
            1 => 0xffu << (8 * random.Next(4)),
            _ => 0x03030303,
        };
        uint value = random.Next(2) == 0 ? 0 : 0x03030303 & mask;
        return new Condition.Word(new WordTest(offset, mask, value));
    }

    private static bool Holds(Condition condition, byte[] data) => condition switch
    {
        Condition.Always always => always.Holds,
        Condition.Not not => !Holds(not.Inner, data),
        Condition.All all => all.Parts.All(part => Holds(part, data)),
        Condition.Any any => any.Parts.Any(part => Holds(part, data)),
        Condition.Choice choice => Holds(Holds(choice.If, data) ? choice.Then : choice.Else, data),
        _ => Holds(((Condition.Word)condition).Test, data),
    };

    private static bool Holds(WordTest test, byte[] data)
    {
        int start = test.Offset >= WordTest.TransportBase
            ? test.Offset - WordTest.TransportBase + HeaderBytes
            : test.Offset - WordTest.NetworkBase;
        if (start + 4 > data.Length)
        {
            return test.HoldsWhenShort;
        }

        uint word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(start));
        return (word & test.Mask) == test.Value;
    }
}
