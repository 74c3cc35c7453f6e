using Xia.Cli.Commands;
using Xia.Cli.Output;
using Xia.Kernel.Time;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli.Tests.Commands;

/// <summary>Runs the command in a folder of its own, with a laboratory whose figures are made up.</summary>
internal sealed class CommandRun : IDisposable
{
    internal static readonly string Scenario = """
        name: pair
        until: 10s
        networks: { n: { prefix: 10.1.0.0/16 } }
        nodes:
          a: { in: n, graph: own.click, role: host }
          b: { in: n, graph: own.click, role: host }
        links:
          - { between: [a, b], rate: 1Gbps, delay: 1ms }
        arms:
          - { name: xia, network: xia, mobility: rebind }
          - { name: ip-none, network: ip }
        """;

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    internal CommandRun()
    {
        Folder = Directory.CreateTempSubdirectory("xia-cli-").FullName;
        File.WriteAllText(At("own.click"), "Idle -> Discard;\n");
        File.WriteAllText(At("scenario.yaml"), Scenario);
    }

    internal string Folder { get; }

    internal string Out => _out.ToString();

    internal string Error => _error.ToString();

    /// <summary>What the laboratory does instead of coming to a result.</summary>
    internal Func<RunResult>? Instead { get; set; }

    internal IReadOnlyList<string> Failures { get; set; } = [];

    internal Scenario? SeenScenario { get; private set; }

    internal string At(string name) => Path.Combine(Folder, name);

    internal Task<int> InvokeAsync(params string[] args) =>
        new Application(new Terminal(_out, _error, true, true), Run).InvokeAsync(args);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private RunResult Run(
        Scenario scenario, RunOptions options, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        SeenScenario = scenario;
        progress?.Report(new RunProgress("xia", default, scenario.Until));
        return Instead is null
            ? RunConductor.Run(scenario, options, "zen5", RunArm, cancellation)
            : Instead();
    }

    private ArmResult RunArm(ScenarioArm arm, ArmRecorder recorder, CancellationToken cancellation)
    {
        bool isXia = arm.Network == Architecture.Xia;
        return new ArmResult
        {
            Arm = arm,
            Strategy = "pre-copy",
            Metrics = new MetricSet()
                .Set("pauseMs", new Duration(35_250_000))
                .Set("wireBytes", 123_456_789)
                .Set("sessionsBroken", isXia ? 0 : 3)
                .Set("latencyMs.before.p50", new Duration(17_000_000))
                .SetNever("newClientMs"),
            Limits = isXia ? new MetricSet().Set("pauseMs", new Duration(30_000_000)) : new MetricSet(),
            Moves = [],
            Sessions = [],
            Promise = isXia ? "every session lives" : "nothing",
            PromiseKept = true,
            Failures = isXia ? Failures : [],
            Notes = isXia ? ["forwarding: buffer"] : [],
        };
    }
}
