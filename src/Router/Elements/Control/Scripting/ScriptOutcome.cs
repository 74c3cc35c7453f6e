namespace Xia.Router.Elements.Control.Scripting;

/// <summary>How far a script came.</summary>
internal enum ScriptOutcome
{
    /// <summary>It did not start, or is at work.</summary>
    Running,

    /// <summary>It waits for a step or a time.</summary>
    Blocked,

    /// <summary>It came to its end.</summary>
    Ended,

    /// <summary>It ended by <c>exit</c>.</summary>
    Exited,

    /// <summary>It ended by <c>stop</c>.</summary>
    Stopped,

    /// <summary>It ended with a value.</summary>
    Returned,

    /// <summary>It ended with an error.</summary>
    Failed,
}
