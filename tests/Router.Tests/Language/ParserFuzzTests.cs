using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Language.Elaboration;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Language;

internal sealed class ParserFuzzTests
{
    private static readonly string[] Pieces =
    [
        "Idle", "Discard", "Null", "x", "y", "X", "input", "output", "->", "=>", "::", ",", ";",
        "(", ")", "[", "]", "{", "}", "|", "||", "...", "$a", "${a", "3", "0-4",
        "elementclass", "define", "require", "'", "\"", "\\<41", "/*", "*/", "//", "\n", "# 3 \"f\"\n", " ",
        "__REST__", "KEY", "-", "Tee(2)", "a/b", "é", "\0",
    ];

    private static readonly string[] Words =
    [
        "1", "0x", "0xffffffffffffffffffff", "-", "+", ".", "1e99999", "1e-99999", "e", "9", "08", ":", "::",
        "/", "//", "/*", "*/", "'", "\"", "\\", "\\<", ">", ",", " ", "\n", "a", "a:bcast", "a/33", "1.2.3",
        "255.255.255.255/0", "KEY", "KEY ", "ms", "s", "bps", "G", "\0", "ÿ", "02:00:00:00:00:01", "i", ".x",
        "i.name", "$x",
    ];

    [Test]
    public void Flatten_OfRandomPieces_EndsWithAGraphOrAMessage()
    {
        ulong seed = 20_261_120;
        int runs = FuzzRuns.Begin(4000, ref seed);
        RandomStream random = new RandomRoot(seed).Stream("parser-fuzz");
        for (int run = 0; run < runs; run++)
        {
            int count = random.NextInt32(40);
            Flatten(string.Concat(Enumerable.Range(0, count).Select(
                _ => Pieces[random.NextInt32(Pieces.Length)] + (random.NextInt32(3) == 0 ? " " : ""))));
        }
    }

    [Test]
    public void Flatten_OfRandomBytes_EndsWithAGraphOrAMessage()
    {
        ulong seed = 20_261_125;
        int runs = FuzzRuns.Begin(2000, ref seed);
        RandomStream random = new RandomRoot(seed).Stream("byte-fuzz");
        for (int run = 0; run < runs; run++)
        {
            int count = random.NextInt32(200);
            Flatten(string.Concat(Enumerable.Range(0, count).Select(_ => (char)random.NextInt32(256))));
        }
    }

    [Test]
    public void Flatten_OfDamagedGraphs_EndsWithAGraphOrAMessage()
    {
        const string Graph = """
            define($n 4, $m ${n} 5) require(compact_config);
            elementclass F { $a, KEY $k, __REST__ $r |
                input -> Paint($a) -> [1] output; input [1] -> (-> Null ->) -> output
              || input -> Strip(${m[1]}) -> output || ... }
            i :: Idle("a\x41\<4142>" /* c */) => F(1, KEY 'x', 3), { -> Tee [0,1] => [0-1] Idle }
                => [] d :: Idle; // e
            # 7 "f"
            AddressInfo(n 10.0.0.1/24 2:0:0:0:0:1); PortInfo(p 80/tcp)
            """;
        ulong seed = 7;
        int runs = FuzzRuns.Begin(4000, ref seed);
        RandomStream random = new RandomRoot(seed).Stream("damage-fuzz");
        for (int run = 0; run < runs; run++)
        {
            char[] text = Graph.ToCharArray();
            for (int change = random.NextInt32(5); change >= 0; change--)
            {
                text[random.NextInt32(text.Length)] = random.NextInt32(2) == 0
                    ? (char)random.NextInt32(256)
                    : text[random.NextInt32(text.Length)];
            }

            Flatten(new string(text));
        }
    }

    [Test]
    public void Arguments_OfRandomTexts_AreReadOrRefused()
    {
        Element asker = new Bench("i :: Idle; AddressInfo(a 1.2.3.4/8); PortInfo(a 5)").Router.Elements[0];
        ulong seed = 11;
        int runs = FuzzRuns.Begin(3000, ref seed);
        RandomStream random = new RandomRoot(seed).Stream("argument-fuzz");
        for (int run = 0; run < runs; run++)
        {
            int count = random.NextInt32(6);
            string text = string.Concat(Enumerable.Range(0, count).Select(
                _ => Words[random.NextInt32(Words.Length)]));
            ReadAll(new ArgumentReader(ArgumentText.Split(text)), asker);
            foreach (string word in ArgumentText.Words(text))
            {
                Assert.That(ArgumentText.Unquote(ArgumentText.QuoteAlways(word)), Is.EqualTo(word));
                ReadAll(new ArgumentReader([word]), asker);
            }
        }
    }

    [Test]
    public void Flatten_OfPortsThatMultiply_IsRefused() => Assert.That(
        Bench.ErrorOf(
            "elementclass P { input -> output } p :: P; "
            + string.Concat(Enumerable.Range(0, 1100).Select(n => $"Idle -> p; p -> Idle; "))),
        Does.Contain("more than 1000000 connections"));

    [Test]
    public void Flatten_OfChainsOfEmptyCompounds_IsNoDeepRecursion()
    {
        string text = "Idle -> " + string.Concat(Enumerable.Repeat("{ -> } -> ", 20_000)) + "Discard";
        Configuration flat = Flattener.Flatten(text, "config", Bench.Environment());
        Assert.That(flat.Connections, Has.Count.EqualTo(1));
    }

    [Test]
    public void Flatten_OfEndlessMistakes_StopsTelling() => Assert.That(
        Assert.Throws<RouterConfigurationException>(() => Flattener.Flatten(
            string.Concat(Enumerable.Repeat("} ", 50_000)), "config", Bench.Environment()))!.Messages,
        Has.Count.EqualTo(10_000));

    private static void Flatten(string text)
    {
        try
        {
            Configuration flat = Flattener.Flatten(text, "fuzz", Bench.Environment());
            string printed = ConfigurationPrinter.Print(flat);
            Assert.That(printed, Is.Not.Null);
        }
        catch (RouterConfigurationException error)
        {
            Assert.That(error.Messages, Is.Not.Empty, text);
        }
    }

    private static void ReadAll(ArgumentReader reader, Element asker)
    {
        reader.Positional("A", ArgumentTypes.Int32(-5, 5));
        reader.Keyword("KEY", ArgumentTypes.Duration);
        foreach (string argument in reader.Rest())
        {
            ArgumentTypes.UInt64()(argument, out _, out _);
            ArgumentTypes.Real(argument, out _, out _);
            ArgumentTypes.Duration(argument, out _, out _);
            ArgumentTypes.Bandwidth(argument, out _, out _);
            ArgumentTypes.FixedPoint(16)(argument, out _, out _);
            ArgumentTypes.Annotation(4)(argument, out _, out _);
            ArgumentTypes.IpAddress(asker)(argument, out _, out _);
            ArgumentTypes.IpPrefix(asker)(argument, out _, out _);
            ArgumentTypes.MacAddress(asker)(argument, out _, out _);
            ArgumentTypes.TcpPort(asker)(argument, out _, out _);
            ArgumentTypes.IpProtocol(asker)(argument, out _, out _);
            ArgumentTypes.Element(asker)(argument, out _, out _);
            ArgumentTypes.HandlerCall(asker, isWrite: false)(argument, out _, out _);
            ArgumentTypes.FileName(argument, out _, out _);
            ArgumentTypes.Xid(argument, out _, out _);
        }

        reader.Complete();
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
