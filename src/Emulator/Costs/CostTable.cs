using System.Globalization;
using System.Text;
using System.Text.Json;
using Xia.Kernel.Work;

namespace Xia.Emulator.Costs;

/// <summary>
/// What each kind of work costs one core, in picoseconds per unit; versioned, part of a scenario's digest.
/// </summary>
/// <remarks>
/// The default values were measured on one core of a Zen 5 server with .NET 10 (docs/costs.md lists each with
/// its source); <see cref="Ideal"/> makes everything free, and results made with it say so.
/// </remarks>
public sealed class CostTable
{
    /// <summary>The schema that a cost file names.</summary>
    public const string Schema = "xia.costs/1";

    private readonly long[] _picoseconds;

    private CostTable(string name, long[] picoseconds)
    {
        Name = name;
        _picoseconds = picoseconds;
    }

    /// <summary>Every kind of work is free.</summary>
    public static CostTable Ideal { get; } = new("ideal", new long[Enum.GetValues<WorkKind>().Length]);

    /// <summary>The table that runs use unless they name another.</summary>
    public static CostTable Default { get; } = Of("zen5-dotnet10", new Dictionary<WorkKind, long>
    {
        [WorkKind.ScanPage] = 2_000,
        [WorkKind.CopyByte] = 74,
        [WorkKind.HashByte] = 667,
        [WorkKind.ChecksumByte] = 95,
        [WorkKind.CompareByte] = 56,
        [WorkKind.Sign] = 45_000_000,
        [WorkKind.CheckSignature] = 120_000_000,
        [WorkKind.ValidateKey] = 76_000_000,
        [WorkKind.Frame] = 1_000_000,
        [WorkKind.DirtyLogFault] = 1_200_000,
        [WorkKind.StopMachine] = 500_000_000,
        [WorkKind.StartMachine] = 500_000_000,
        [WorkKind.SaveStateByte] = 1_000,
        [WorkKind.LoadStateByte] = 1_000,
    });

    /// <summary>What results call this table.</summary>
    public string Name { get; }

    /// <summary>Whether everything is free.</summary>
    public bool IsIdeal => _picoseconds.All(cost => cost == 0);

    /// <summary>The cost of one unit, in picoseconds.</summary>
    public long PicosecondsPerUnit(WorkKind kind) => _picoseconds[(int)kind];

    /// <summary>A table with a price for every kind.</summary>
    /// <exception cref="ArgumentException">A kind is missing or its price is negative.</exception>
    public static CostTable Of(string name, IReadOnlyDictionary<WorkKind, long> picosecondsPerUnit)
    {
        ArgumentNullException.ThrowIfNull(picosecondsPerUnit);
        WorkKind[] kinds = Enum.GetValues<WorkKind>();
        long[] prices = new long[kinds.Length];
        foreach (WorkKind kind in kinds)
        {
            if (!picosecondsPerUnit.TryGetValue(kind, out long price) || price < 0)
            {
                throw new ArgumentException(
                    $"The cost table needs a price of 0 or more for {kind}.", nameof(picosecondsPerUnit));
            }

            prices[(int)kind] = price;
        }

        return new CostTable(name, prices);
    }

    /// <summary>
    /// Reads a cost file:
    /// <c>{ "schema": "xia.costs/1", "name": …, "picosecondsPerUnit": { kind: price } }</c>.
    /// </summary>
    /// <exception cref="FormatException">It is no such table; the message says what was expected.</exception>
    public static CostTable Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.GetProperty("schema").GetString() != Schema)
            {
                throw new FormatException($"expected \"schema\": \"{Schema}\"");
            }

            Dictionary<WorkKind, long> prices = [];
            foreach (JsonProperty price in root.GetProperty("picosecondsPerUnit").EnumerateObject())
            {
                if (!Enum.TryParse(price.Name, out WorkKind kind))
                {
                    string known = string.Join(", ", Enum.GetNames<WorkKind>());
                    throw new FormatException(
                        $"unknown kind of work '{price.Name}', expected one of {known}");
                }

                prices[kind] = price.Value.GetInt64();
            }

            return Of(root.GetProperty("name").GetString() ?? "unnamed", prices);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"not a cost table: {failure.Message}", failure);
        }
    }

    /// <summary>The table as a cost file, kinds in the order of their declaration.</summary>
    public string ToJson()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"schema\": \"{Schema}\",\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"name\": \"{Name}\",\n");
        text.Append("  \"picosecondsPerUnit\": {\n");
        WorkKind[] kinds = Enum.GetValues<WorkKind>();
        for (int i = 0; i < kinds.Length; i++)
        {
            string comma = i + 1 < kinds.Length ? "," : "";
            long price = _picoseconds[(int)kinds[i]];
            text.Append(CultureInfo.InvariantCulture, $"    \"{kinds[i]}\": {price}{comma}\n");
        }

        return text.Append("  }\n}\n").ToString();
    }
}
