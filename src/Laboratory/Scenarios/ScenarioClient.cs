using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios;

/// <summary>A program on a host that talks to a machine's service.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Host">The host on which it runs.</param>
/// <param name="Machine">The machine that it talks to.</param>
/// <param name="Service">The service of that machine.</param>
/// <param name="Traffic">What it does.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Stop">When it sends its last request; null for the end of the run.</param>
public sealed record ScenarioClient(
    string Name,
    string Host,
    string Machine,
    string Service,
    ScenarioTraffic Traffic,
    Instant Start,
    Instant? Stop)
{
    /// <summary>The name that the host's stack resolves, such as <c>web.kv</c>.</summary>
    public string Peer => $"{Machine}.{Service}";
}
