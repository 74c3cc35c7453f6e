using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Tests.Scenarios.Yaml;

internal sealed class SuggestionTests
{
    [TestCase("dealy", "; did you mean 'delay'?")]
    [TestCase("DELAY", "; did you mean 'delay'?")]
    [TestCase("rat", "; did you mean 'rate'?")]
    [TestCase("colour", "; known: rate, delay")]
    public void For_Word_NamesNearestOrAll(string word, string expected) =>
        Assert.That(Suggestion.For(word, ["rate", "delay"]), Is.EqualTo(expected));

    [Test]
    public void For_NothingKnown_SaysNothing() => Assert.That(Suggestion.For("x", []), Is.Empty);
}
