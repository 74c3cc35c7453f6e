using System.Text;
using Xia.Kernel.Time;
using Xia.Laboratory.Results.Recording;

namespace Xia.Laboratory.Tests.Results.Recording;

internal sealed class TimelineFileTests
{
    [TestCase("plain", "plain")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"no\"", "\"say \"\"no\"\"\"")]
    [TestCase("two\nlines", "\"two\nlines\"")]
    public void Encode_Detail_QuotesWhatNeedsIt(string detail, string expected)
    {
        byte[] encoded = TimelineFile.Encode([new TimelineRow(new Instant(5), "xia", "note", "web", -1, detail)]);

        Assert.That(Encoding.UTF8.GetString(encoded), Is.EqualTo($"5,xia,note,web,-1,{expected}\n"));
    }
}
