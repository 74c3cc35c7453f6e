namespace Xia.Migration.Strategies;

/// <summary>A strategy's decision, with the rule that made it in a word or two for the report.</summary>
/// <param name="Kind">What happens next.</param>
/// <param name="Rule">Such as <c>downtime-limit</c>; empty where nothing is stopped.</param>
public readonly record struct Verdict(VerdictKind Kind, string Rule)
{
    /// <summary>Go on.</summary>
    public static Verdict Continue => new(VerdictKind.Continue, "");

    /// <summary>End this round here.</summary>
    public static Verdict NextRound => new(VerdictKind.NextRound, "");

    /// <summary>Stop the guest by a rule.</summary>
    public static Verdict Freeze(string rule) => new(VerdictKind.Freeze, rule);

    /// <summary>Give the move up by a rule.</summary>
    public static Verdict GiveUp(string rule) => new(VerdictKind.GiveUp, rule);
}
