using System.Numerics;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Turns a settled term into a condition over words of the packet.</summary>
internal static class PatternCompiler
{
    private const int ProtocolWord = WordTest.NetworkBase + 8;
    private const int ProtocolShift = 16;
    private const int FragmentWord = WordTest.NetworkBase + 4;
    private const uint FragmentOffsetMask = 0x1fff;
    private const uint FragmentMask = 0x3fff;
    private const int SourceWord = WordTest.NetworkBase + 12;
    private const int DestinationWord = WordTest.NetworkBase + 16;
    private const int FlagsWord = WordTest.TransportBase + 12;
    private const int FlagsShift = 16;
    private const int SourcePortShift = 16;
    private const int WordBits = 32;

    /// <summary>The condition of a term.</summary>
    public static Condition Compile(PatternTerm term)
    {
        var parts = new List<Condition>();
        if (term.Transport != PatternProtocols.Unknown && ProtocolIs(term.Transport) is { } protocol)
        {
            parts.Add(protocol);
        }

        // Only the first fragment has a transport header.
        bool needsTransport = term.Type.Kind is PatternKind.Port or PatternKind.TcpOption
            || (term.Type.Kind == PatternKind.Field && term.Type.Protocol != 0);
        if (needsTransport)
        {
            parts.Add(Word(FragmentWord, FragmentOffsetMask, 0));
        }

        if (CompileValue(term) is { } value)
        {
            parts.Add(value);
        }

        return parts.Count == 0 ? new Condition.Always(false) : new Condition.All(parts);
    }

    private static Condition? CompileValue(PatternTerm term)
    {
        switch (term.Type.Kind)
        {
            case PatternKind.Host:
                return Ends(
                    term,
                    Word(SourceWord, term.Mask, term.Value & term.Mask),
                    Word(DestinationWord, term.Mask, term.Value & term.Mask));
            case PatternKind.Ethernet:
                return Ends(term, Ethernet(term, 16), Ethernet(term, 0));
            case PatternKind.Port:
                return Ends(
                    term, Compare(term, WordTest.TransportBase, SourcePortShift),
                    Compare(term, WordTest.TransportBase, 0));
            case PatternKind.Protocol when term.Transport != PatternProtocols.Unknown:
                return null;
            case PatternKind.Protocol:
                return Negated(term, Compare(term, ProtocolWord, ProtocolShift));
            case PatternKind.Fragment:
                Condition whole = Word(FragmentWord, FragmentMask, 0);
                return term.IsNegated ? whole : whole.NegatedUnlessShort();
            case PatternKind.TcpOption:
                return Word(FlagsWord, term.Mask << FlagsShift, term.Value << FlagsShift);
            default:
                int word = term.Type.BitOffset / WordBits * sizeof(uint);
                int shift = WordBits - (term.Type.BitOffset % WordBits) - term.Type.BitCount;
                int start = term.Type.Protocol != 0 ? WordTest.TransportBase : WordTest.NetworkBase;
                return Negated(term, Compare(term, start + word, shift));
        }
    }

    private static Condition? ProtocolIs(int protocol) => protocol switch
    {
        PatternProtocols.TcpOrUdp => new Condition.Any(
            [ProtocolWordIs(PatternProtocols.Tcp), ProtocolWordIs(PatternProtocols.Udp)]),
        >= PatternProtocols.FirstPseudo => null,
        _ => ProtocolWordIs(protocol),
    };

    private static Condition.Word ProtocolWordIs(int protocol) =>
        Word(ProtocolWord, 0xffu << ProtocolShift, (uint)protocol << ProtocolShift);

    private static Condition Ends(PatternTerm term, Condition source, Condition destination)
    {
        Condition ends = term.Ends switch
        {
            PatternEnds.Source => source,
            PatternEnds.Destination => destination,
            PatternEnds.Both => new Condition.All([source, destination]),
            _ => new Condition.Any([source, destination]),
        };
        return Negated(term, ends);
    }

    private static Condition Negated(PatternTerm term, Condition condition) =>
        term.IsNegated ? condition.NegatedUnlessShort() : condition;

    // The address is bytes 0 to 5 or 6 to 11 of the frame, and words start two bytes before it.
    //
    //   word 0: xx xx d0 d1   word 4: d2 d3 d4 d5   word 8: s0 s1 s2 s3   word 12: s4 s5 xx xx
    private static Condition.All Ethernet(PatternTerm term, int shift)
    {
        ulong mask = term.EthernetMask << shift;
        ulong value = (term.EthernetValue & term.EthernetMask) << shift;
        int first = shift == 0 ? 0 : 8;
        return new Condition.All(
        [
            Word(first, (uint)(mask >> WordBits), (uint)(value >> WordBits)),
            Word(first + 4, (uint)mask, (uint)value),
        ]);
    }

    private static Condition Compare(PatternTerm term, int offset, int shift)
    {
        uint value = term.Value & term.Mask;
        return term.Operator == PatternOperator.Equal
            ? Word(offset, term.Mask << shift, value << shift)
            : Greater(offset, shift, term.Mask, value);
    }

    // "Greater" bit by bit from the top. Where the value starts with zeros under the mask, a one in the
    // packet decides; where it starts with ones, a zero does; else the rest decides.
    //
    //   x & 0xff > 0x64:  x & 0x80 ≠ 0  or  (x & 0x60 = 0x60  and  (x & 0x18 ≠ 0  or  …))
    private static Condition Greater(int offset, int shift, uint mask, uint value)
    {
        if (value >= mask)
        {
            return new Condition.Always(false);
        }

        uint zeros = mask & ~LowBits(value);
        if (zeros != 0)
        {
            Condition none = Word(offset, zeros << shift, 0);
            return new Condition.Any(
                [none.NegatedUnlessShort(), Greater(offset, shift, mask & ~zeros, value)]);
        }

        uint ones = mask & ~LowBits(mask & ~value);
        Condition rest = Greater(offset, shift, mask & ~ones, value & ~ones);
        return new Condition.All([Word(offset, ones << shift, ones << shift), rest]);
    }

    // The highest bit that is set and all below it.
    private static uint LowBits(uint bits) =>
        bits == 0 ? 0 : uint.MaxValue >> BitOperations.LeadingZeroCount(bits);

    private static Condition.Word Word(int offset, uint mask, uint value) =>
        new(new WordTest(offset, mask, value));
}
