namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>What the outcomes of earlier tests say about a packet.</summary>
/// <remarks>Never changed: learning gives a new one. Holds few facts, so lists are searched.</remarks>
internal sealed class PacketFacts
{
    /// <summary>More exclusions than this are forgotten: facts are only there to save tests.</summary>
    private const int MaximumExclusions = 64;

    private readonly WordFact[] _words;
    private readonly WordTest[] _excluded;

    private PacketFacts(WordFact[] words, WordTest[] excluded)
    {
        _words = words;
        _excluded = excluded;
    }

    /// <summary>Nothing is known.</summary>
    public static PacketFacts None { get; } = new([], []);

    /// <summary>How a test will turn out, or null when that is open.</summary>
    public bool? Outcome(in WordTest test)
    {
        WordFact fact = FactOf(test.Offset);
        bool canBeLong = test.Needed < fact.ShorterThan;
        bool canBeShort = fact.AtLeast < test.Needed;
        if (!canBeLong)
        {
            return test.HoldsWhenShort;
        }

        bool? content = ContentOutcome(test, fact);
        return !canBeShort || content == test.HoldsWhenShort ? content : null;
    }

    /// <summary>
    /// Adds what is known after a test turned out one way: nothing when it cannot, two when the packet may be
    /// long enough or not.
    /// </summary>
    public void Learn(in WordTest test, bool outcome, List<PacketFacts> learned)
    {
        WordFact fact = FactOf(test.Offset);
        bool? content = ContentOutcome(test, fact);
        if (test.Needed < fact.ShorterThan && (content ?? outcome) == outcome)
        {
            WordFact longer = fact with { AtLeast = Math.Max(fact.AtLeast, test.Needed) };
            if (content is null && outcome)
            {
                longer = longer with { Mask = fact.Mask | test.Mask, Value = fact.Value | test.Value };
            }

            learned.Add(With(longer, content is null && !outcome ? test : null));
        }

        if (fact.AtLeast < test.Needed && test.HoldsWhenShort == outcome)
        {
            learned.Add(With(fact with { ShorterThan = Math.Min(fact.ShorterThan, test.Needed) }, null));
        }
    }

    /// <summary>What two have in common.</summary>
    public static PacketFacts Common(PacketFacts one, PacketFacts other)
    {
        var words = new List<WordFact>();
        foreach (WordFact fact in one._words)
        {
            WordFact second = other.FactOf(fact.Offset);
            uint mask = fact.Mask & second.Mask & ~(fact.Value ^ second.Value);
            words.Add(new WordFact(
                fact.Offset,
                mask,
                fact.Value & mask,
                Math.Min(fact.AtLeast, second.AtLeast),
                Math.Max(fact.ShorterThan, second.ShorterThan)));
        }

        return new PacketFacts([.. words], [.. one._excluded.Intersect(other._excluded)]);
    }

    private bool? ContentOutcome(in WordTest test, in WordFact fact)
    {
        if (((fact.Value ^ test.Value) & fact.Mask & test.Mask) != 0)
        {
            return false;
        }

        if ((test.Mask & ~fact.Mask) == 0)
        {
            return true;
        }

        // If the test held, would something hold that does not?
        uint mask = fact.Mask | test.Mask;
        uint value = fact.Value | test.Value;
        foreach (ref readonly WordTest excluded in _excluded.AsSpan())
        {
            if (excluded.Offset == test.Offset && (excluded.Mask & ~mask) == 0
                && (value & excluded.Mask) == excluded.Value)
            {
                return false;
            }
        }

        return null;
    }

    private WordFact FactOf(int offset)
    {
        foreach (ref readonly WordFact fact in _words.AsSpan())
        {
            if (fact.Offset == offset)
            {
                return fact;
            }
        }

        return new WordFact(offset, 0, 0, 0, int.MaxValue);
    }

    private PacketFacts With(WordFact changed, WordTest? excluded)
    {
        WordTest[] exclusions = _excluded;
        if (excluded is { } test)
        {
            uint open = test.Mask & ~changed.Mask;
            if (uint.PopCount(open) == 1)
            {
                uint value = changed.Value | (~test.Value & open);
                changed = changed with { Mask = changed.Mask | open, Value = value };
            }
            else if (exclusions.Length < MaximumExclusions)
            {
                exclusions = [.. exclusions, test];
            }
        }

        WordFact[] words = [.. _words.Where(fact => fact.Offset != changed.Offset), changed];
        return new PacketFacts(words, exclusions);
    }

    private readonly record struct WordFact(
        int Offset, uint Mask, uint Value, int AtLeast, int ShorterThan);
}
