using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Language.Arguments;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Information;

/// <summary>Says how the packets that reach an element's inputs are aligned in memory.</summary>
/// <syntax>AlignmentInfo(ELEMENT [MODULUS OFFSET…], …)</syntax>
/// <remarks>
/// One pair for each input: packets start OFFSET bytes behind a multiple of MODULUS. Tools write it; packets
/// are read at any alignment here, so that it is only checked and kept for those who ask. Names of no element
/// are passed over.
/// </remarks>
public sealed class AlignmentInfo : Element
{
    private const string Kind = "alignment";

    /// <inheritdoc/>
    public override string ClassName => "AlignmentInfo";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 20;

    private ScopedNames<(int Modulus, int Offset)[]> Alignments =>
        Router.Names.Of<(int Modulus, int Offset)[]>(Kind);

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (string argument in arguments.Rest())
        {
            List<string> words = ArgumentText.Words(argument);
            if (words.Count == 0 || Router.FindInScope(words[0], this) is not { } element)
            {
                continue;
            }

            if (words.Count % 2 != 1)
            {
                arguments.Warning("expected 'ELEMENTNAME CHUNK OFFSET [CHUNK OFFSET...]'");
            }

            Define(element, words, arguments);
        }
    }

    private void Define(Element element, List<string> words, ArgumentReader arguments)
    {
        var pairs = new (int Modulus, int Offset)[(words.Count - 1) / 2];
        for (int input = 0; input < pairs.Length; input++)
        {
            pairs[input] = (
                Number(words[(2 * input) + 1], "CHUNK", arguments),
                Number(words[(2 * input) + 2], "OFFSET", arguments));
        }

        if (Alignments.TryFind(this, element.Name, out (int, int)[]? earlier)
            && !earlier.AsSpan().SequenceEqual(pairs))
        {
            arguments.Warning($"conflicting AlignmentInfo for '{words[0]}'");
        }

        Alignments.Define(this, element.Name, pairs);
    }

    private static int Number(string word, string what, ArgumentReader arguments)
    {
        if (NumberText.TryReadWhole(word, out Int128 number)
            && number >= int.MinValue && number <= int.MaxValue)
        {
            return (int)number;
        }

        arguments.Warning($"expected {what}");
        return -1;
    }
}
