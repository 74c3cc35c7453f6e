using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Laboratory.Tests.Scenarios;

/// <summary>A scenario of a test, in a folder of its own beside a library whose graphs are empty files.</summary>
internal sealed class TemporaryScenario : IDisposable
{
    /// <summary>Two hosts in two networks behind a router each; line numbers are what the tests count on.</summary>
    internal static readonly string Valid = """
        name: pair
        until: 10s
        networks:
          left: { ad: left, prefix: 10.1.0.0/16 }
          right: { ad: right, prefix: 10.2.0.0/16 }
        nodes:
          a: { in: left, graph: host }
          r1: { in: left, graph: router }
          r2: { in: right, graph: router }
          b: { in: right, graph: host, cores: 2 }
        links:
          - { between: [a, r1], rate: 1Gbps, delay: 1ms }
          - { between: [r1, r2], rate: 100Mbps, delay: 5ms, loss: 0.1% }
          - { between: [r2, b], rate: 1Gbps, delay: 1ms }
        machines:
          web: { on: a, memory: 64MiB, services: [ { kv: { keys: 100 } } ] }
        clients:
          - { name: probe, on: b, to: web.kv, datagrams: { every: 1ms } }
        events:
          - { at: 2s, migrate: web, to: b, strategy: pre-copy, limit: 32MiBps }
        arms:
          - { name: xia, network: xia, mobility: rebind }
          - { name: ip-none, network: ip }
        captures: [ r1-r2 ]
        """;

    internal TemporaryScenario()
    {
        Folder = Directory.CreateTempSubdirectory("xia-scenario-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "library", "xia"));
        Directory.CreateDirectory(Path.Combine(Folder, "library", "ip"));
        Directory.CreateDirectory(Path.Combine(Folder, "traces"));
        foreach (string graph in (string[])["xia/host", "xia/router", "ip/host", "ip/router", "xia/guest", "ip/guest"])
        {
            Put($"library/{graph}.click", $"// {graph}\n");
        }

        Put("traces/idle-1.xpt2.gz", "trace");
        Put("own.click", "Idle -> Discard;\n");
    }

    internal string Folder { get; }

    internal void Put(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    internal Scenario Read(string text, params ScenarioOverride[] overrides) =>
        ScenarioReader.ReadText(Path.Combine(Folder, "scenario.yaml"), text, overrides, Folder);

    /// <summary>The mistakes of a text, each as <c>line:column: message</c>, or as it is for overrides.</summary>
    internal IReadOnlyList<string> Mistakes(string text, params ScenarioOverride[] overrides)
    {
        ScenarioException wrong = Assert.Throws<ScenarioException>(() => Read(text, overrides))!;
        return [.. wrong.Mistakes.Select(mistake => mistake.Line == 0
            ? mistake.ToString()
            : $"{mistake.Line}:{mistake.Column}: {mistake.Message}")];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
