using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Tests.Scenarios.Yaml;

internal sealed class YamlTreeTests
{
    [Test]
    public void Read_Positions_AreFromOne()
    {
        var mistakes = new MistakeList();

        var map = (YamlMap)YamlTree.Read("f", "a: 1\nb:\n  - x\n  - { c: 2 }\n", true, mistakes)!;
        var list = (YamlList)map.Find("b")!;

        Assert.Multiple(() =>
        {
            Assert.That(map.Entries[0].KeyPosition, Is.EqualTo(new SourcePosition("f", 1, 1)));
            Assert.That(map.Find("a")!.Position, Is.EqualTo(new SourcePosition("f", 1, 4)));
            Assert.That(list.Items[0].Position, Is.EqualTo(new SourcePosition("f", 3, 5)));
            Assert.That(((YamlMap)list.Items[1]).Entries[0].KeyPosition, Is.EqualTo(new SourcePosition("f", 4, 7)));
            Assert.That(mistakes.IsEmpty, Is.True);
        });
    }

    [Test]
    public void Read_NestedAtLimit_Reads() => Assert.That(MistakesOf(Nested(YamlTree.MaximumDepth + 1)), Is.Empty);

    [Test]
    public void Read_NestedBeyondLimit_IsAMistake() =>
        Assert.That(MistakesOf(Nested(YamlTree.MaximumDepth + 2)).Single(), Does.Contain("nested deeper than 32"));

    [Test]
    public void Read_AliasesThatMultiply_AreAMistake()
    {
        string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 8).Select(i =>
            $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        Assert.That(MistakesOf(text).Single(), Does.Contain("more than 100000 values"));
    }

    [TestCase("a: *b", "no anchor 'b' stands before this")]
    [TestCase("a: &a [ *a ]", "no anchor 'a' stands before this")]
    [TestCase("a: 1\n---\nb: 2\n", "expected one document, found a second")]
    [TestCase("[a]: 1", "expected a key, found a list")]
    public void Read_Mistake_IsTold(string text, string expected) =>
        Assert.That(MistakesOf(text).Single(), Does.Contain(expected));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Read_AnyText_NeverThrows(string? text) =>
        YamlTree.Read("f", text ?? "", true, new MistakeList());

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static IReadOnlyList<string> MistakesOf(string text)
    {
        var mistakes = new MistakeList();
        YamlTree.Read("f", text, true, mistakes);
        try
        {
            mistakes.ThrowIfAny();
            return [];
        }
        catch (ScenarioException wrong)
        {
            return [.. wrong.Mistakes.Select(mistake => mistake.Message)];
        }
    }
}
