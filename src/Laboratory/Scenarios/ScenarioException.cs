namespace Xia.Laboratory.Scenarios;

/// <summary>A scenario is wrong; tells everything that is, in order of the file.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Tells what is wrong.</summary>
    public ScenarioException(IReadOnlyList<ScenarioMistake> mistakes)
        : base(string.Join('\n', mistakes)) => Mistakes = mistakes;

    /// <summary>Every mistake, in order of the file; those of overrides first.</summary>
    public IReadOnlyList<ScenarioMistake> Mistakes { get; }
}
