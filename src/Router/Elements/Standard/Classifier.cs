using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// Sends each packet to the output of the first pattern that fits its bytes; drops it when none does.
/// </summary>
/// <remarks>
/// Classifier(PATTERN, …) — one input, as many push outputs as patterns. A pattern is <c>-</c> (everything)
/// or clauses
/// <c>[!]OFFSET/VALUE[%MASK]</c>, all of which must hold; VALUE and MASK are hexadecimal, <c>?</c> in VALUE
/// is any digit. A clause beyond the packet's end does not hold, unless negated. Example: <c>12/0806 20/0001,
/// 12/0800, -</c>.
/// </remarks>
public sealed class Classifier : Element
{
    private ClassifierPattern[] _patterns = [];

    /// <inheritdoc/>
    public override string ClassName => "Classifier";

    /// <inheritdoc/>
    public override string PortCounts => "1/-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IReadOnlyList<string> texts = arguments.Rest();
        if (texts.Count != OutputCount)
        {
            arguments.Error($"need {OutputCount} arguments, one per output port");
        }

        var patterns = new List<ClassifierPattern>();
        for (int index = 0; index < texts.Count; index++)
        {
            if (ClassifierPattern.TryParse(texts[index], out ClassifierPattern? pattern, out string? error))
            {
                patterns.Add(pattern);
            }
            else
            {
                arguments.Error($"pattern {index}: {error}");
            }
        }

        _patterns = [.. patterns];
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        ClassifierPattern[] patterns = _patterns;
        for (int index = 0; index < patterns.Length; index++)
        {
            if (patterns[index].Fits(data))
            {
                Output(index).Push(packet);
                return;
            }
        }

        packet.Kill();
    }
}
