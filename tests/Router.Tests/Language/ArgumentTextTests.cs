using Xia.Router.Language;

namespace Xia.Router.Tests.Language;

internal sealed class ArgumentTextTests
{
    [TestCase("a, b", "a|b")]
    [TestCase("a, (b, c), d", "a|(b|c)|d")]
    [TestCase("'a, b', \"c, \\\" d\", e", "'a, b'|\"c, \\\" d\"|e")]
    [TestCase("a /* x, y */ b, // c, d\n e,", "a b|e")]
    [TestCase("a,,b", "a||b")]
    [TestCase("", "")]
    [TestCase("\\<2c /* > */ 2c>, x", "\\<2c /* > */ 2c>|x")]
    [TestCase("\"\\<2c \" // >\n>,\", x", "\"\\<2c \" // >\n>,\"|x")]
    [TestCase(" a  b ", "a  b")]
    public void Split_Cases(string text, string expected) =>
        Assert.That(string.Join('|', ArgumentText.Split(text)), Is.EqualTo(expected));

    [TestCase("abc", "abc")]
    [TestCase("'a b'", "a b")]
    [TestCase("'a\\n'", "a\\n")]
    [TestCase("\"a\\tb\\x41\\101\\q\"", "a\tbAAq")]
    [TestCase("\"a\\\nb\"", "ab")]
    [TestCase("\\<48 65 6c>lo", "Hello")]
    [TestCase("\"\\<4142>\"C", "ABC")]
    [TestCase("a'b'\"c\"", "abc")]
    [TestCase("\"\\\\n\" abc /* 123 */ '/* def */'", "\\n abc /* def */")]
    [TestCase("\"a", "a")]
    public void Unquote_Cases(string text, string expected) =>
        Assert.That(ArgumentText.Unquote(text), Is.EqualTo(expected));

    [Test]
    public void Quote_RoundTrips()
    {
        foreach (string text in new[] { "a b", "x\"y", "back\\slash", "", "$x", "plain" })
        {
            Assert.That(ArgumentText.Unquote(ArgumentText.Quote(text)), Is.EqualTo(text));
        }
    }

    [Test]
    public void Words_CommentsDivide() =>
        Assert.That(ArgumentText.Words("a/* x */b // c\nd"), Is.EqualTo(new[] { "a", "b", "d" }));

    [Test]
    public void TakeWord_LeavesTheRest()
    {
        Assert.That(ArgumentText.TakeWord(" $x /* y */ 1 2 ", out string rest), Is.EqualTo("$x"));
        Assert.That(rest, Is.EqualTo("1 2 "));
    }

    [Test]
    public void Words_QuotesStayTogether() =>
        Assert.That(ArgumentText.Words(" a 'b c'  d"), Is.EqualTo(new[] { "a", "'b c'", "d" }));
}
