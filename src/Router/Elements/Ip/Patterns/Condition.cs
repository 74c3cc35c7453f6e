namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>What a pattern says about a packet, as a tree of tests.</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>The opposite, except that what fails on a packet that is too short fails here too.</summary>
    public Condition NegatedUnlessShort() => new Not(WithShortFlipped());

    private protected abstract Condition WithShortFlipped();

    /// <summary>Holds for every packet, or for none.</summary>
    public sealed record Always(bool Holds) : Condition
    {
        private protected override Condition WithShortFlipped() => this;
    }

    /// <summary>Holds when a test does.</summary>
    public sealed record Word(WordTest Test) : Condition
    {
        private protected override Condition WithShortFlipped() =>
            new Word(Test with { HoldsWhenShort = !Test.HoldsWhenShort });
    }

    /// <summary>Holds when the other does not.</summary>
    public sealed record Not(Condition Inner) : Condition
    {
        private protected override Condition WithShortFlipped() => new Not(Inner.WithShortFlipped());
    }

    /// <summary>Holds when all do.</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        private protected override Condition WithShortFlipped() =>
            new All([.. Parts.Select(part => part.WithShortFlipped())]);
    }

    /// <summary>Holds when one does.</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        private protected override Condition WithShortFlipped() =>
            new Any([.. Parts.Select(part => part.WithShortFlipped())]);
    }

    /// <summary>Holds when the second does, or, where the first does not, the third.</summary>
    public sealed record Choice(Condition If, Condition Then, Condition Else) : Condition
    {
        private protected override Condition WithShortFlipped() =>
            new Choice(If.WithShortFlipped(), Then.WithShortFlipped(), Else.WithShortFlipped());
    }
}
