using Xia.Router.Graph;

namespace Xia.Click.Tests.Mutation;

/// <summary>What stands in place of each element class: a pass-through, but for those named here.</summary>
internal static class Mutants
{
    private static readonly Dictionary<string, Func<Element, Element>> Others = new(StringComparer.Ordinal)
    {
        // These pass everything on as it is: a pass-through would be the same.
        ["NotifierDebug"] = original => new Barrier(original),
        ["Null"] = original => new Barrier(original),
        ["PullNull"] = original => new Barrier(original),
        ["PushNull"] = original => new Barrier(original),

        // These have no packets, or do other things besides; what they do is what their arguments say.
        ["AddressInfo"] = original => new WithoutArguments(original),
        ["AlignmentInfo"] = original => new WithoutArguments(original),
        ["DriverManager"] = original => new WithoutArguments(original),
        ["IPRewriterPatterns"] = original => new WithoutArguments(original),
        ["Message"] = original => new WithoutArguments(original),
        ["PortInfo"] = original => new WithoutArguments(original),
        ["RandomSeed"] = original => new WithoutArguments(original),
        ["ScheduleInfo"] = original => new WithoutArguments(original),
        ["Script"] = original => new WithoutArguments(original),
        ["StaticThreadSched"] = original => new WithoutArguments(original),
        ["TimerTest"] = original => new WithoutArguments(original),

        // These act when the graph starts, or have a task from then on.
        ["ControlSocket"] = original => new WithoutStart(original),
        ["DiscardNoFree"] = original => new WithoutStart(original),
        ["QuitWatcher"] = original => new WithoutStart(original),
        ["Error"] = original => new WithoutStart(original),

        // These are asked by other elements.
        ["ARPTable"] = original => new ForgetfulTable(original),
        ["RoundRobinIPMapper"] = original => new OneSidedMapper(original),
        ["SourceIPHashMapper"] = original => new OneSidedMapper(original),
    };

    public static Element Of(Element original) =>
        Others.TryGetValue(original.ClassName, out Func<Element, Element>? make)
            ? make(original)
            : new PassThrough(original);
}
