using System.Globalization;
using System.Text;
using Xia.Kernel.Randomness;
using Xia.Router.Elements.Standard.Classifying;

namespace Xia.Router.Tests.Elements.Standard;

internal sealed class ClassifierTests
{
    [Test]
    public void Program_DecidesAsThePatternsSay([Values(1, 2, 3)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        RandomStream random = new RandomRoot((ulong)seed).Stream("classifier");
        for (int round = 0; round < 300; round++)
        {
            string[] patterns = [.. Enumerable.Range(0, 1 + random.NextInt32(6)).Select(_ => Pattern(random))];
            ClassifierProgram program = ClassifierCompiler.Compile(
                [.. patterns.Select(text => ClassifierPattern.Read(text, error => Assert.Fail($"{text}: {error}")))]);
            for (int packet = 0; packet < 60; packet++)
            {
                byte[] data = new byte[random.NextInt32(14)];
                for (int index = 0; index < data.Length; index++)
                {
                    data[index] = Byte(random);
                }

                int expected = Array.FindIndex(patterns, pattern => Fits(pattern, data));
                Assert.That(
                    program.Decide(data),
                    Is.EqualTo(expected < 0 ? ClassifierProgram.Drop : expected),
                    $"seed {seed}: {string.Join(", ", patterns)} on {Convert.ToHexString(data)}\n{program}");
            }
        }
    }

    [Test]
    public void Program_LooksAtNothingTwice()
    {
        ClassifierProgram program = ClassifierCompiler.Compile(
            [.. new[] { "0/11 4/22", "0/11 4/23", "0/12", "0/11", "-" }
                .Select(text => ClassifierPattern.Read(text, Assert.Fail))]);
        Assert.That(program.ToString(), Is.EqualTo(
            " 0   0/11000000%ff000000  yes->step 1  no->step 3\n"
            + " 1   4/22000000%ff000000  yes->[0]  no->step 2\n"
            + " 2   4/23000000%ff000000  yes->[1]  no->[3]\n"
            + " 3   0/12000000%ff000000  yes->[2]  no->[4]\n"
            + "safe length 5\nalignment offset 0\n"));
    }

    [TestCase("x", "expected a digit")]
    [TestCase("0", "expected '/'")]
    [TestCase("0/1", "value has less than 2 hex digits")]
    [TestCase("0/123", "value has odd number of hex digits")]
    [TestCase("0/12%1", "mask has too few hex digits")]
    [TestCase("0/12%123", "mask has too many hex digits")]
    [TestCase("4/12 -", "expected a digit")]
    [TestCase("", "expected a digit")]
    public void Read_WrongPattern_SaysWhat(string pattern, string error)
    {
        var errors = new List<string>();
        ClassifierPattern.Read(pattern, errors.Add);
        Assert.That(errors, Is.EqualTo(new[] { error }));
    }

    // Few values and offsets, so that patterns overlap and contradict each other.
    private static string Pattern(RandomStream random)
    {
        if (random.NextInt32(8) == 0)
        {
            return "-";
        }

        var text = new StringBuilder();
        for (int clause = random.NextInt32(3); clause >= 0; clause--)
        {
            text.Append(random.NextInt32(4) == 0 ? "!" : "").Append(random.NextInt32(8)).Append('/');
            int length = 1 + random.NextInt32(5);
            var mask = new StringBuilder();
            for (int index = 0; index < length; index++)
            {
                text.Append(random.NextInt32(6) == 0 ? "??" : Byte(random).ToString("x2", CultureInfo.InvariantCulture));
                mask.Append(random.NextInt32(2) == 0 ? "ff" : "0f");
            }

            text.Append(random.NextInt32(3) == 0 ? $"%{mask}" : "").Append(' ');
        }

        return text.ToString().Trim();
    }

    private static byte Byte(RandomStream random) => (byte)(random.NextInt32(2) == 0 ? 0x11 : 0x21);

    private static bool Fits(string pattern, byte[] data) =>
        pattern == "-" || Array.TrueForAll(pattern.Split(' '), clause => Holds(clause, data));

    private static bool Holds(string clause, byte[] data)
    {
        bool isNegated = clause[0] == '!';
        string[] parts = clause.TrimStart('!').Split('/', '%');
        int offset = int.Parse(parts[0], CultureInfo.InvariantCulture);
        for (int index = 0; index < parts[1].Length; index++)
        {
            int mask = parts[1][index] == '?' ? 0
                : parts.Length > 2 ? Convert.ToInt32(parts[2].Substring(index, 1), 16) : 15;
            int at = offset + (index / 2);
            if (mask != 0 && (at >= data.Length
                || (((data[at] >> (index % 2 == 0 ? 4 : 0)) ^ Convert.ToInt32(parts[1].Substring(index, 1), 16)) & mask)
                    != 0))
            {
                return isNegated;
            }
        }

        return !isNegated;
    }
}
