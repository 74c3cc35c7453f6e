namespace Xia.Laboratory.Scenarios;

/// <summary>One thing that is wrong in a scenario.</summary>
/// <param name="Source">The file, or the <c>--set</c> that it came from.</param>
/// <param name="Line">The line, from 1; 0 if the source is no file or could not be read.</param>
/// <param name="Column">The column, from 1; 0 likewise.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record ScenarioMistake(string Source, int Line, int Column, string Message)
{
    /// <summary>The mistake as compilers print it: <c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        Line == 0 ? $"{Source}: {Message}" : $"{Source}:{Line}:{Column}: {Message}";
}
