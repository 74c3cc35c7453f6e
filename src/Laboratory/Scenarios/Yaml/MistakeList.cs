namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Gathers what is wrong, so that all of it is told at once.</summary>
internal sealed class MistakeList
{
    /// <summary>A reader of messages gains nothing from more than these.</summary>
    internal const int MaximumCount = 200;

    private readonly List<ScenarioMistake> _mistakes = [];

    internal bool IsEmpty => _mistakes.Count == 0;

    internal void Add(SourcePosition where, string message)
    {
        var mistake = new ScenarioMistake(where.Source, where.Line, where.Column, message);
        if (_mistakes.Count < MaximumCount && !_mistakes.Contains(mistake))
        {
            _mistakes.Add(mistake);
        }
    }

    /// <summary>Does nothing if nothing is wrong.</summary>
    /// <exception cref="ScenarioException">Something is.</exception>
    internal void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new ScenarioException(
                [.. _mistakes.OrderBy(mistake => mistake.Line).ThenBy(m => m.Column)]);
        }
    }
}
