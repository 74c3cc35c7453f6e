using Xia.Emulator.Costs;
using Xia.Kernel.Time;
using Xia.Laboratory;
using Xia.Laboratory.Building;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Migration.Machines;

namespace Xia.Scenarios.Tests;

/// <summary>A small network in which a small machine moves; a run of one arm takes a fraction of a second.</summary>
/// <remarks>
/// <code>
/// client ── 1 ms ── core ── 2 ms ── siteA ── hostA    the machine starts here (10.2.0.4)
///                     └──── 3 ms ── siteB ── hostB    it moves to here
/// </code>
/// </remarks>
internal static class SmallScenario
{
    public const string XiaArm = "{ name: xia, network: xia, mobility: rebind, forwarding: buffer }";

    public const string IpArm = "{ name: ip-none, network: ip }";

    public const string Move =
        "{ at: 1s, migrate: web, to: hostB, strategy: pre-copy, limit: 16MiBps, downtime: 100ms }";

    /// <summary>What the old arm lacks: every router's way to the machine's address, and its gateway's at the new site.</summary>
    public static readonly string[] HostRoutes =
    [
        "{ on: web.resumed, arm: ip-none, write: core.rt.set, value: \"10.2.0.4/32 10.3.255.254 2\" }",
        "{ on: web.resumed, arm: ip-none, write: siteB.rt.set, value: \"10.2.0.4/32 1\" }",
        "{ on: web.resumed, arm: ip-none, write: siteB.port1/responder.add, value: \"10.2.0.1 02:00:00:00:03:01\" }",
        "{ on: web.resumed, arm: ip-none, write: siteB.port1/responder.announce, value: 10.2.0.1 }",
    ];

    public static string Folder { get; } = FindScenarios();

    /// <summary>The scenario with the given arms and events.</summary>
    public static string Text(
        IReadOnlyList<string> arms, IReadOnlyList<string> events, string until = "5s", string extra = "") => $$"""
        name: small
        until: {{until}}
        sessionTimeout: 1500ms
        networks:
          campus: { ad: campus, prefix: 10.1.0.0/16 }
          east:   { ad: east,   prefix: 10.2.0.0/16 }
          west:   { ad: west,   prefix: 10.3.0.0/16 }
        nodes:
          client: { in: campus, graph: host }
          core:   { in: campus, graph: router }
          siteA:  { in: east,   graph: router }
          siteB:  { in: west,   graph: router }
          hostA:  { in: east,   graph: host, cores: 2 }
          hostB:  { in: west,   graph: host, cores: 2 }
        defaults:
          link: { rate: 100Mbps, queue: 256KiB }
        links:
          - { between: [client, core], delay: 1ms }
          - { between: [core, siteA],  delay: 2ms, in: east }
          - { between: [core, siteB],  delay: 3ms, in: west }
          - { between: [siteA, hostA], delay: 50us }
          - { between: [siteB, hostB], delay: 50us }
        machines:
          web:
            on: hostA
            memory: 4MiB
            workload: { writer: { hot: { region: 512KiB, rate: 500/s } } }
            services: [ { kv: { keys: 200, region: 1MiB } } ]
        clients:
          - { name: probe,     on: client, to: web.kv, datagrams: { every: 5ms } }
          - { name: stream,    on: client, to: web.kv, stream: { rate: 2Mbps } }
          - { name: connector, on: client, to: web.kv, connect: { every: 100ms } }
        events:
          - {{string.Join("\n  - ", events)}}
        arms:
          - {{string.Join("\n  - ", arms)}}
        {{extra}}
        """;

    /// <summary>The scenario of a text, with the library's graphs.</summary>
    public static Scenario Read(string text, params ScenarioOverride[] overrides) => ScenarioReader.ReadText(
        Path.Combine(Folder, "small.yaml"), text, overrides, Folder);

    /// <summary>The scenario with the given arms and events, read.</summary>
    public static Scenario Of(IReadOnlyList<string> arms, IReadOnlyList<string> events, string until = "5s") =>
        Read(Text(arms, events, until));

    /// <summary>Runs every arm and keeps digests only.</summary>
    public static RunResult Run(Scenario scenario, RunOptions? options = null) =>
        ScenarioRunner.Run(scenario, options ?? new RunOptions(), null, CancellationToken.None);

    /// <summary>Builds one arm, for tests that look inside.</summary>
    public static ArmRun Build(Scenario scenario, string arm, ArmTrial? trial = null) => new(
        scenario,
        NetworkPlanner.Plan(scenario),
        scenario.Arms.First(one => one.Name == arm),
        CostTable.Default,
        new ArmRecorder(arm, null),
        trial);

    /// <summary>Runs a built arm, and looks where its machine is before the end of the run takes everything down.</summary>
    public static Finished Finish(ArmRun run)
    {
        run.Context.Simulation.RunUntil(run.Context.Scenario.Until, CancellationToken.None);
        Guest[] running = [.. run.Network.Copies.Where(copy => copy.Machine.State == MachineState.Running)];
        string[] places = [.. running.Select(copy => copy.Host.Name)];
        Guest? copy = running.FirstOrDefault();
        Duration stalled = copy?.Machine.Clock.StalledTotal ?? default;
        bool isSound = running.All(one => one.Services.All(service => service.Store.CheckIntegrity().IsSound));
        return new Finished(run, run.Run(null, CancellationToken.None), places, stalled, isSound);
    }

    private static string FindScenarios()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Xia.sln")))
        {
            at = at.Parent;
        }

        string root = at?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has Xia.sln.");
        return Path.Combine(root, "scenarios");
    }
}
