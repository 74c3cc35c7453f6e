namespace Xia.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All went well; broken sessions are results, not failures.</summary>
    internal const int Success = 0;

    /// <summary>The command line is wrong.</summary>
    internal const int Usage = 1;

    /// <summary>The scenario is wrong or cannot be read; nothing ran.</summary>
    internal const int InvalidScenario = 2;

    /// <summary>The run failed, or its results could not be written.</summary>
    internal const int RunFailed = 3;

    /// <summary>Ctrl-C.</summary>
    internal const int Interrupted = 130;
}
