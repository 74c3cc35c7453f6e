namespace Xia.Cli.Click;

/// <summary>What the command line of <c>xia click</c> asks for.</summary>
internal sealed class ClickOptions
{
    /// <summary>The graph's text; null when a file holds it.</summary>
    public string? Expression { get; set; }

    /// <summary>The graph's file; null or <c>-</c> for the standard input.</summary>
    public string? File { get; set; }

    /// <summary>Whether a graph was named.</summary>
    public bool HasGraph => Expression is not null || File is not null;

    /// <summary>Values of variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Read handlers to print at the end.</summary>
    public List<string> Handlers { get; } = [];

    /// <summary>The read handler whose value is the exit status.</summary>
    public string? ExitHandler { get; set; }

    /// <summary>Where the flat graph is written.</summary>
    public string? OutputFile { get; set; }

    /// <summary>TCP ports to listen on for control.</summary>
    public List<string> ControlPorts { get; } = [];

    /// <summary>Unix sockets to listen on for control.</summary>
    public List<string> ControlSockets { get; } = [];

    /// <summary>File descriptors of connections for control that the program was started with.</summary>
    public List<int> ControlDescriptors { get; } = [];

    /// <summary>Where libraries and packages are.</summary>
    public string? Path { get; set; }

    /// <summary>How many threads.</summary>
    public int ThreadCount { get; set; } = 1;

    /// <summary>Whether the graph may be swapped.</summary>
    public bool AllowsReconfiguration { get; set; }

    /// <summary>Whether the graph does not run.</summary>
    public bool Quits { get; set; }

    /// <summary>Whether the time that it ran is printed.</summary>
    public bool PrintsTime { get; set; }

    /// <summary>Whether warnings are swallowed.</summary>
    public bool HidesWarnings { get; set; }

    /// <summary>Whether time is simulated.</summary>
    public bool IsSimulated { get; set; }

    /// <summary>Whether the help is printed instead.</summary>
    public bool ShowsHelp { get; set; }

    /// <summary>Whether the version is printed instead.</summary>
    public bool ShowsVersion { get; set; }
}
