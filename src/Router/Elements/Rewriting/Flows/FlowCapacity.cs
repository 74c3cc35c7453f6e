using Xia.Router.Elements.Rewriting.Patterns;

namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>How many flows a rewriter knows at most: a number, or together with another rewriter.</summary>
internal sealed class FlowCapacity
{
    private readonly FlowSet _ownSet = new();
    private FlowCapacity? _other;

    /// <summary>Reads a number or the name of a rewriter.</summary>
    public bool TryRead(string text, FlowRewriter asker)
    {
        if (PatternReader.TryReadNumber(text, out int capacity))
        {
            _ownSet.SetCapacity(Math.Clamp(capacity, 0, FlowSet.MaximumCapacity), 0);
            return (uint)capacity <= FlowSet.MaximumCapacity;
        }

        _other = (asker.Router.FindInScope(text, asker) as FlowRewriter)?.Capacity;
        return _other is not null;
    }

    /// <summary>
    /// The flows that are counted together. Whose capacity is shared may itself share that of another one;
    /// null when that is a circle.
    /// </summary>
    /// <param name="maximumSteps">How many rewriters there are at most.</param>
    public FlowSet? FindSet(int maximumSteps)
    {
        FlowCapacity owner = this;
        for (int step = 0; owner._other is { } next && next != owner; step++)
        {
            if (step == maximumSteps)
            {
                return null;
            }

            owner = next;
        }

        return owner._ownSet;
    }
}
