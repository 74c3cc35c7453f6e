using Xia.Kernel.Time;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>One instruction of a script, as it was read.</summary>
/// <param name="Operation">What it does.</param>
internal sealed record ScriptInstruction(ScriptOperation Operation)
{
    /// <summary>The variable or label that it names.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its text before substitution.</summary>
    public string Text { get; init; } = "";

    /// <summary>The file that it writes, before substitution; null for the standard output.</summary>
    public string? File { get; init; }

    /// <summary>Whether it writes at the end of the file.</summary>
    public bool Appends { get; init; }

    /// <summary>Whether a layer of quotes comes off after substitution.</summary>
    public bool Unquotes { get; init; }

    /// <summary>Whether a line feed follows what is printed.</summary>
    public bool EndsLine { get; init; }

    /// <summary>How many steps it waits for.</summary>
    public int StepCount { get; init; } = 1;

    /// <summary>How long it waits.</summary>
    public Duration Delay { get; init; }
}
