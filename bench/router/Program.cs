using System.Text.Json;
using Xia.Bench.Router;
using Xia.Bench.Router.Cases;
using Xia.Bench.Router.Reports;
using Xia.Bench.Router.Running;

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

BenchCase[] cases = [.. BenchCase.All().Where(one => options.Case.IsMatch(one.Title))];
if (cases.Length == 0)
{
    Console.Error.WriteLine($"No case matches '{options.Case}'.");
    return 2;
}

ClickCommand ours = options.Command is { } path ? new ClickCommand("xia", path) : ClickCommand.OfRepository();
ClickCommand? native = options.Native is { } ip ? new ClickCommand("native", ip) : null;
List<CaseResult> results = [];
DirectoryInfo folder = Directory.CreateTempSubdirectory("xia-bench-router-");
try
{
    CaseRunner runner = new(options, folder.FullName);
    Console.WriteLine(CaseResult.Heading);
    foreach (BenchCase one in cases)
    {
        results.Add(runner.Run(one, ours, one.IsXia ? null : native));
        Console.WriteLine(results[^1].Row());
    }
}
finally
{
    folder.Delete(recursive: true);
}

Console.WriteLine();
foreach (string line in Summary.Lines(results))
{
    Console.WriteLine(line);
}

if (options.JsonFile is { } file)
{
    JsonSerializerOptions json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    File.WriteAllText(file, JsonSerializer.Serialize(new Report(results, [.. XipQuotient.Of(results)]), json));
}

return results.TrueForAll(result => result.Difference is null) ? 0 : 1;
