using Xia.Kernel.Randomness;
using Xia.Router.Language;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Language;

internal sealed class ParserFuzzTests
{
    private const ulong Seed = 20_261_120;
    private const int Rounds = 4000;

    private static readonly string[] Pieces =
    [
        "Idle", "Discard", "Null", "x", "y", "X", "input", "output", "->", "=>", "::", ",", ";",
        "(", ")", "[", "]", "{", "}", "|", "||", "...", "$a", "${a", "3", "0-4", "elementclass", "define", "require", "'",
        "\"", "\\<41",
        "/*", "*/", "//", "\n", "# 3 \"f\"\n", " ", "__REST__", "KEY", "-", "Tee(2)", "a/b", "é", "\0",
    ];

    [Test]
    public void Load_OfRandomPieces_EndsWithAGraphOrAMessage()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        RandomStream random = new RandomRoot(Seed).Stream("parser-fuzz");
        for (int round = 0; round < Rounds; round++)
        {
            int count = random.NextInt32(40);
            string text = string.Concat(Enumerable.Range(0, count).Select(
                _ => Pieces[random.NextInt32(Pieces.Length)] + (random.NextInt32(3) == 0 ? " " : "")));
            try
            {
                Configuration flat = Flattener.Flatten(text, "fuzz", Bench.Environment());
                Assert.That(ConfigurationPrinter.Print(flat), Is.Not.Null);
            }
            catch (RouterConfigurationException error)
            {
                Assert.That(error.Messages, Is.Not.Empty, text);
            }
        }
    }

    [Test]
    public void Load_OfDeepNesting_IsRefused()
    {
        Assert.That(
            Bench.ErrorOf(string.Concat(Enumerable.Repeat("x :: {", 100_000))),
            Does.Contain("maximum compound element nesting depth exceeded"));
        Assert.That(
            Bench.ErrorOf("Idle -> " + new string('(', 100_000)),
            Does.Contain("maximum element group nesting depth exceeded"));
    }

    [Test]
    public void Load_OfDoublingCompounds_IsRefused()
    {
        string text = "elementclass A0 { Idle -> Discard }"
            + string.Concat(
                Enumerable.Range(1, 30).Select(n => $"elementclass A{n} {{ A{n - 1}; A{n - 1} }}\n"))
            + "A30";
        Assert.That(Bench.ErrorOf(text), Does.Contain("more than 100000 elements"));
    }
}
