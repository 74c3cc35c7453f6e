namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>
/// What is known of a packet at one place of a program: tests that hold, and tests that do not.
/// </summary>
/// <remarks>
/// From <c>hold</c>, bits of words are known; from <c>fail</c>, a test that asks for all that a failed one
/// asked for fails too. A place that several ways lead to knows what all of them know.
/// </remarks>
internal sealed class ClassifierFacts
{
    // More failed tests than that are forgotten, so that the work for n tests stays n times a constant.
    private const int MaximumFailed = 256;

    private readonly Dictionary<int, (uint Mask, uint Value)> _known;
    private readonly List<ClassifierTest> _failed;

    /// <summary>Nothing is known.</summary>
    public ClassifierFacts()
        : this([], [])
    {
    }

    private ClassifierFacts(Dictionary<int, (uint Mask, uint Value)> known, List<ClassifierTest> failed) =>
        (_known, _failed) = (known, failed);

    /// <summary>The outcome that a test must have; null when both are possible.</summary>
    public bool? OutcomeOf(ClassifierTest test)
    {
        if (_known.TryGetValue(test.Offset, out (uint Mask, uint Value) known))
        {
            uint both = known.Mask & test.Mask;
            if ((known.Value & both) != (test.Value & both))
            {
                return false;
            }

            if (both == test.Mask)
            {
                return true;
            }
        }

        return _failed.Exists(failed => failed.Offset == test.Offset && (failed.Mask & ~test.Mask) == 0
            && (test.Value & failed.Mask) == failed.Value)
            ? false
            : null;
    }

    /// <summary>What is known besides once a test had an outcome.</summary>
    public ClassifierFacts After(ClassifierTest test, bool outcome)
    {
        if (outcome)
        {
            (uint mask, uint value) = _known.GetValueOrDefault(test.Offset);
            var known = new Dictionary<int, (uint Mask, uint Value)>(_known)
            {
                [test.Offset] = (mask | test.Mask, value | test.Value),
            };
            return new ClassifierFacts(known, _failed);
        }

        return _failed.Count == MaximumFailed ? this : new ClassifierFacts(_known, [.. _failed, test]);
    }

    /// <summary>What this and another place both know.</summary>
    public ClassifierFacts And(ClassifierFacts other)
    {
        var known = new Dictionary<int, (uint Mask, uint Value)>();
        foreach ((int offset, (uint mask, uint value)) in _known)
        {
            if (other._known.TryGetValue(offset, out (uint Mask, uint Value) theirs))
            {
                uint common = mask & theirs.Mask & ~(value ^ theirs.Value);
                if (common != 0)
                {
                    known[offset] = (common, value & common);
                }
            }
        }

        return new ClassifierFacts(known, [.. _failed.Where(other._failed.Contains)]);
    }
}
