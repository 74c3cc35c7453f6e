namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>Makes one <see cref="ClassifierProgram"/> of all patterns.</summary>
/// <remarks>
/// First a chain: the tests of pattern 0, whose failure leads to pattern 1, and so on. Then each way through
/// it skips the tests whose outcome the tests before have decided, and what no way reaches is left out. All
/// ways lead forward, so one pass in order is enough.
/// </remarks>
internal static class ClassifierCompiler
{
    /// <summary>Compiles patterns; pattern n leads to output n.</summary>
    public static ClassifierProgram Compile(IReadOnlyList<IReadOnlyList<ClassifierClause>> patterns)
    {
        List<(ClassifierTest Test, int Yes, int No)> chain = Chain(patterns, out int start);
        return Simplify(chain, start);
    }

    // Built from the end, with steps numbered backward, because what follows must be known.
    private static List<(ClassifierTest Test, int Yes, int No)> Chain(
        IReadOnlyList<IReadOnlyList<ClassifierClause>> patterns, out int start)
    {
        var backward = new List<(ClassifierTest Test, int Yes, int No)>();
        int fails = ~ClassifierProgram.Drop;
        for (int pattern = patterns.Count - 1; pattern >= 0; pattern--)
        {
            int next = ~pattern;
            foreach (ClassifierClause clause in patterns[pattern].Reverse())
            {
                (int whenAll, int whenNot) = clause.IsNegated ? (fails, next) : (next, fails);
                next = whenAll;
                foreach (ClassifierTest test in clause.Tests.Reverse())
                {
                    backward.Add((test, next, whenNot));
                    next = backward.Count - 1;
                }
            }

            fails = next;
        }

        int last = backward.Count - 1;
        start = Turn(fails, last);
        backward.Reverse();
        return [.. backward.Select(step => (step.Test, Turn(step.Yes, last), Turn(step.No, last)))];
    }

    private static int Turn(int target, int last) => target < 0 ? target : last - target;

    private static ClassifierProgram Simplify(
        List<(ClassifierTest Test, int Yes, int No)> chain, int start)
    {
        var facts = new ClassifierFacts?[chain.Count];
        var kept = new List<(ClassifierTest Test, int Yes, int No)>();
        int[] numbers = new int[chain.Count];
        start = Lead(chain, facts, start, new ClassifierFacts());
        for (int index = 0; index < chain.Count; index++)
        {
            if (facts[index] is not { } known)
            {
                continue;
            }

            (ClassifierTest test, int yes, int no) = chain[index];
            yes = Lead(chain, facts, yes, known.After(test, outcome: true));
            no = Lead(chain, facts, no, known.After(test, outcome: false));
            numbers[index] = kept.Count;
            kept.Add((test, yes, no));
        }

        return new ClassifierProgram(
            Renumber(start, numbers),
            [.. kept.Select(step => (step.Test, Renumber(step.Yes, numbers), Renumber(step.No, numbers)))]);
    }

    private static int Renumber(int target, int[] numbers) => target < 0 ? target : numbers[target];

    // Follows tests whose outcome is known, and tells the step where it ends what is known there.
    private static int Lead(
        List<(ClassifierTest Test, int Yes, int No)> chain,
        ClassifierFacts?[] facts,
        int target,
        ClassifierFacts known)
    {
        while (target >= 0 && known.OutcomeOf(chain[target].Test) is { } outcome)
        {
            target = outcome ? chain[target].Yes : chain[target].No;
        }

        if (target >= 0)
        {
            facts[target] = facts[target] is { } others ? others.And(known) : known;
        }

        return target;
    }
}
