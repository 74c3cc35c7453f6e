using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Sheets;

namespace Xia.Router.Tests.Sheets;

internal sealed class SheetReaderTests
{
    private const string Documentation = """
        <doc><members>
          <member name="T:Xia.Router.Tests.Sheets.SheetReaderTests.Sample">
            <summary>Does <c>this</c>
              and that.</summary>
            <syntax>Sample(A[, B 1])</syntax>
            <remarks>First
              <see cref="T:Xia.Router.Graph.Element"/>.<para>Second.</para>
              <code>
                a
                  b
              </code>
              Third.
            </remarks>
            <handler name="z" access="rw">Last.</handler>
            <handler name="a" access="r">First.</handler>
            <example>
              x -&gt; y;
                z;
            </example>
          </member>
        </members></doc>
        """;

    [Test]
    public void Read_TakesTheCommentApart()
    {
        // A nested class is written with a dot in the file, and with a plus sign by the runtime.
        var reader = new SheetReader(new StringReader(
            Documentation.Replace("Tests.Sample", "Tests+Sample", StringComparison.Ordinal)));
        ElementRegistry registry = new ElementRegistry().Add("Sample", () => new Sample());
        ElementSheet sheet = reader.Read(registry, "Sample")!;
        Assert.Multiple(() =>
        {
            Assert.That(sheet.Summary, Is.EqualTo("Does `this` and that."));
            Assert.That(sheet.Syntax, Is.EqualTo("Sample(A[, B 1])"));
            Assert.That(
                sheet.Remarks,
                Is.EqualTo(new[] { "First `Element`.", "Second.", "    a\n      b", "Third." }));
            Assert.That(sheet.Handlers.Select(handler => handler.Name), Is.EqualTo(new[] { "a", "z" }));
            Assert.That(sheet.Handlers[1], Is.EqualTo(new HandlerSheet("z", "rw", "Last.")));
            Assert.That(sheet.Example, Is.EqualTo("x -> y;\n  z;"));
            Assert.That((sheet.Ports, sheet.Processing), Is.EqualTo(("1/2", "h/h")));
        });
        Assert.That(reader.Read(registry, "Other"), Is.Null);
        Assert.That(
            SheetPrinter.Print(sheet, 40),
            Does.StartWith("Sample(A[, B 1])\n\nDoes `this` and that.\n")
                .And.Contains("  a  r   First.\n  z  rw  Last.\n"));
        Assert.That(
            SheetMarkdown.Print([sheet]),
            Does.Contain("\n### Sample\n\n`Sample(A[, B 1])`\n\nDoes `this` and that. Ports 1/2, ")
                .And.Contains("| `z` | rw | Last. |\n"));
    }

    private sealed class Sample : Element
    {
        public override string ClassName => "Sample";

        public override string PortCounts => "1/2";

        public override string Processing => "h/h";

        public override void Push(int port, Packet packet) => packet.Kill();
    }
}
