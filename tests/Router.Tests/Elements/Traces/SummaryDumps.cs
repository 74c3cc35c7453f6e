using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Traces;

/// <summary>Reads a summary and writes it again.</summary>
internal static class SummaryDumps
{
    /// <summary>What ToIPSummaryDump writes of the lines of a summary, without its own header.</summary>
    public static string Convert(
        string input, string fields, string from = "", string to = "", string between = "")
    {
        FakeFiles files = new FakeFiles().Add("in", input);
        var bench = new Bench(
            $"FromIPSummaryDump(in, STOP true{from}) {between} -> ToIPSummaryDump(out, HEADER false, "
            + $"FIELDS {fields}{to})",
            files);
        bench.RunFor(Duration.FromSeconds(100));
        bench.Close();
        Assert.That(bench.Lines, Is.Empty);
        return files.Text("out");
    }
}
