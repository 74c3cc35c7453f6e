using System.Text.Json;
using Xia.Bench.Emulator;
using Xia.Bench.Emulator.Cases;
using Xia.Bench.Emulator.Reports;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

List<NetworkResult> networks = [];
foreach (NetworkCase wanted in NetworkCase.All.Where(candidate => options.Wants(candidate.Name)))
{
    if (networks.Count == 0)
    {
        Console.WriteLine(NetworkResult.Heading);
    }

    networks.Add(wanted.Run(options));
    Console.WriteLine(networks[^1].Row());
}

IReadOnlyList<MigrationResult> migration = [];
if (options.Wants(MigrationCase.Name))
{
    migration = MigrationCase.Run(options);
    Console.WriteLine(MigrationResult.Heading);
    foreach (MigrationResult result in migration)
    {
        Console.WriteLine(result.Row());
    }
}

if (networks.Count + migration.Count == 0)
{
    Console.Error.WriteLine($"There is no case '{options.Case}'.");
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

if (options.JsonFile is { } file)
{
    File.WriteAllText(file, JsonSerializer.Serialize(new { networks, migration }, new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    }));
}

return networks.TrueForAll(result => result.Sent == result.Received) ? 0 : 1;
