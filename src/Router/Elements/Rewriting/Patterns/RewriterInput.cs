namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>One input of a rewriter.</summary>
/// <param name="rule">What happens to packets of unknown flows.</param>
internal sealed class RewriterInput(InputRule rule)
{
    /// <summary>What happens to packets of unknown flows.</summary>
    public InputRule Rule { get; set; } = rule;

    /// <summary>How many flows that began here are known.</summary>
    public int FlowCount { get; set; }

    /// <summary>How many packets could not begin a flow.</summary>
    public long FailureCount { get; set; }

    /// <summary>The rule, and the number of flows unless it is 0.</summary>
    public override string ToString() =>
        FlowCount > 0 ? $"{Rule.Description} [{FlowCount}]" : Rule.Description;
}
