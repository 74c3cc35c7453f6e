namespace Xia.Scenarios.Tests.Graphs;

/// <summary>
/// A scenario whose nodes all run graphs of the user's own: those of the library, with a Counter behind every
/// FromDevice and one before every ToDevice.
/// </summary>
/// <remarks>
/// <code>
/// client ── core ──┬── siteA ── hostA    the machine starts here
///                  └── siteB ── hostB    it moves to here
/// </code>
/// </remarks>
internal static class CountedNetwork
{
    /// <summary>What the Counter behind a device is called, below the name of its compound.</summary>
    public const string CounterName = "counted";

    /// <summary>What the device element itself is called there.</summary>
    public const string DeviceName = "device";

    private const string Compounds =
        """
        elementclass CountedFromDevice { $name, $missing |
          device :: FromDevice($name, $missing) -> counted :: Counter -> output; }
        elementclass CountedToDevice { $name, $missing |
          input -> counted :: Counter -> device :: ToDevice($name, $missing); }

        """;

    private const string Scenario =
        """
        name: counted
        until: 3s
        sessionTimeout: 1s
        networks:
          campus: { ad: campus, prefix: 10.1.0.0/16 }
          east:   { ad: east,   prefix: 10.2.0.0/16 }
          west:   { ad: west,   prefix: 10.3.0.0/16 }
        nodes:
          client: { in: campus, role: host,   graph: &host   { xia: xia-host.click,   ip: ip-host.click } }
          core:   { in: campus, role: router, graph: &router { xia: xia-router.click, ip: ip-router.click } }
          siteA:  { in: east,   role: router, graph: *router }
          siteB:  { in: west,   role: router, graph: *router }
          hostA:  { in: east,   role: host,   graph: *host }
          hostB:  { in: west,   role: host,   graph: *host }
        defaults:
          link: { rate: 100Mbps, queue: 1MiB }
        links:
          - { between: [client, core], delay: 1ms }
          - { between: [core, siteA],  delay: 2ms }
          - { between: [core, siteB],  delay: 3ms }
          - { between: [siteA, hostA], delay: 50us }
          - { between: [siteB, hostB], delay: 50us }
        machines:
          web:
            on: hostA
            memory: 4MiB
            workload: { writer: { hot: { region: 1MiB, rate: 200/s } } }
            services: [ { kv: { keys: 100, region: 1MiB } } ]
        clients:
          - { name: probe,     on: client, to: web.kv, datagrams: { every: 2ms } }
          - { name: stream,    on: client, to: web.kv, stream: { rate: 1Mbps } }
          - { name: connector, on: client, to: web.kv, connect: { every: 100ms } }
        events:
          - { at: 1s, migrate: web, to: hostB, strategy: pre-copy, limit: 8MiBps, downtime: 100ms }
        arms:
          - { name: xia,     network: xia, mobility: rebind, forwarding: buffer }
          - { name: ip-none, network: ip,  mobility: none }
        captures: [client-core, core-siteA, core-siteB, siteA-hostA, siteB-hostB]
        """;

    /// <summary>Writes the scenario and its graphs into a folder, and returns the scenario's path.</summary>
    public static string WriteTo(string folder)
    {
        foreach (string architecture in new[] { "xia", "ip" })
        {
            foreach (string graph in new[] { "host", "router" })
            {
                string text = File.ReadAllText(Path.Combine(FindLibrary(), architecture, $"{graph}.click"));
                File.WriteAllText(Path.Combine(folder, $"{architecture}-{graph}.click"), Counted(text));
            }
        }

        string path = Path.Combine(folder, "scenario.yaml");
        File.WriteAllText(path, Scenario);
        return path;
    }

    private static string Counted(string graph) => Compounds + graph
        .Replace("FromDevice(", "CountedFromDevice(", StringComparison.Ordinal)
        .Replace("ToDevice(", "CountedToDevice(", StringComparison.Ordinal);

    private static string FindLibrary()
    {
        for (DirectoryInfo? up = new(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            string library = Path.Combine(up.FullName, "scenarios", "library");
            if (Directory.Exists(library))
            {
                return library;
            }
        }

        throw new DirectoryNotFoundException("No scenarios/library lies above the tests.");
    }
}
