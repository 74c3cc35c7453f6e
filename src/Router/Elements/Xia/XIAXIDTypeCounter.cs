using System.Globalization;
using System.Text;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Counts XIP packets by the first pattern that their principal types fit.</summary>
/// <syntax>XIAXIDTypeCounter(PATTERN, …)</syntax>
/// <remarks>
/// Patterns as for <see cref="XIAXIDTypeClassifier"/>. All packets pass, those that fit none uncounted.
/// </remarks>
/// <handler name="count" access="r">A line for each pattern: packets so far and the pattern.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
/// <example>XIAXIDTypeCounter(src AD, dst HID, -)</example>
public sealed class XIAXIDTypeCounter : SimpleElement
{
    private XidTypePattern[] _patterns = [];
    private string[] _texts = [];
    private long[] _counts = [];

    /// <inheritdoc/>
    public override string ClassName => "XIAXIDTypeCounter";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _texts = [.. ArgumentText.Split(Configuration)];
        _patterns = XiaArguments.TypePatterns(arguments);
        _counts = new long[_patterns.Length];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", Counts);
        handlers.Write("reset_counts", _ =>
        {
            Array.Clear(_counts);
            return null;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        for (int index = 0; index < _patterns.Length; index++)
        {
            if (_patterns[index].Fits(packet))
            {
                _counts[index]++;
                break;
            }
        }

        return packet;
    }

    private string Counts()
    {
        StringBuilder text = new();
        for (int index = 0; index < _counts.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_counts[index]}\t{_texts[index]}\n");
        }

        return text.ToString();
    }
}
