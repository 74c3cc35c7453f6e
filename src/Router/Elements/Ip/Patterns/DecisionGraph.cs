namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>
/// The tests of all patterns as one graph without cycles: which test comes after which outcome.
/// </summary>
/// <remarks>
/// Nodes lead to nodes of smaller index only. A target is a node's index, or ~n for output n. Equal nodes are
/// one node, and a node whose outcomes lead to the same target is left out.
/// <code>
///  src 1.2.3.4 or tcp, else -      node 1: source = 1.2.3.4 ?  yes → ~0   no → node 0
///                                  node 0: protocol = 6 ?      yes → ~0   no → ~1
/// </code>
/// </remarks>
internal sealed class DecisionGraph
{
    /// <summary>The output that stands for "drop".</summary>
    public const int Drop = int.MaxValue;

    private readonly List<DecisionNode> _nodes = [];
    private readonly Dictionary<DecisionNode, int> _known = [];

    /// <summary>The nodes; each leads to earlier ones only.</summary>
    public IReadOnlyList<DecisionNode> Nodes => _nodes;

    /// <summary>The target at which to start.</summary>
    public int Root { get; set; } = ~Drop;

    /// <summary>Adds what decides a condition.</summary>
    /// <returns>The target that leads to one of the two given.</returns>
    public int Add(Condition condition, int yes, int no)
    {
        switch (condition)
        {
            case Condition.Always always:
                return always.Holds ? yes : no;
            case Condition.Not not:
                return Add(not.Inner, no, yes);
            case Condition.Choice choice:
                return Add(choice.If, Add(choice.Then, yes, no), Add(choice.Else, yes, no));
            case Condition.All all:
                for (int index = all.Parts.Count - 1; index >= 0; index--)
                {
                    yes = Add(all.Parts[index], yes, no);
                }

                return yes;
            case Condition.Any any:
                for (int index = any.Parts.Count - 1; index >= 0; index--)
                {
                    no = Add(any.Parts[index], yes, no);
                }

                return no;
            default:
                return Add(((Condition.Word)condition).Test, yes, no);
        }
    }

    /// <summary>Adds a test.</summary>
    /// <returns>The target that leads to one of the two given.</returns>
    public int Add(WordTest test, int yes, int no)
    {
        if (test.Mask == 0)
        {
            return test.Value == 0 ? yes : no;
        }

        if (yes == no)
        {
            return yes;
        }

        // A single bit is asked for as set, so that the same question has one form.
        DecisionNode node = test is { IsSingleBit: true, Value: 0 }
            ? new(test with { Value = test.Mask, HoldsWhenShort = !test.HoldsWhenShort }, no, yes)
            : new(test, yes, no);
        if (Joined(node) is { } joined)
        {
            node = joined;
        }

        if (!_known.TryGetValue(node, out int index))
        {
            index = _nodes.Count;
            _nodes.Add(node);
            _known.Add(node, index);
        }

        return index;
    }

    // Two tests of one word that both must come out the same way are one test. A packet that ends inside the
    // word is too short for both.
    private DecisionNode? Joined(in DecisionNode node)
    {
        foreach (DecisionNode first in (ReadOnlySpan<DecisionNode>)[node, Flipped(node)])
        {
            if (first.Yes < 0)
            {
                continue;
            }

            DecisionNode then = _nodes[first.Yes];
            foreach (DecisionNode second in (ReadOnlySpan<DecisionNode>)[then, Flipped(then)])
            {
                // A packet for which the first holds is long enough for a second that needs no more.
                bool agreeOnShort = second.Test.HoldsWhenShort == first.Test.HoldsWhenShort
                    || (!first.Test.HoldsWhenShort && second.Test.Needed <= first.Test.Needed);
                bool joins = second.Test.Offset == first.Test.Offset && second.No == first.No
                    && agreeOnShort && (second.Test.Mask & first.Test.Mask) == 0;
                if (joins)
                {
                    WordTest both = first.Test with
                    {
                        Mask = first.Test.Mask | second.Test.Mask,
                        Value = first.Test.Value | second.Test.Value,
                    };
                    return new DecisionNode(both, second.Yes, second.No);
                }
            }
        }

        return null;
    }

    // The same question asked the other way round; only a single bit has one.
    private static DecisionNode Flipped(in DecisionNode node)
    {
        if (!node.Test.IsSingleBit)
        {
            return node;
        }

        WordTest test = node.Test with
        {
            Value = node.Test.Value ^ node.Test.Mask,
            HoldsWhenShort = !node.Test.HoldsWhenShort,
        };
        return new DecisionNode(test, node.No, node.Yes);
    }
}
