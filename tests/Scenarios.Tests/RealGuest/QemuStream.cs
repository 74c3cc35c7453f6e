using System.Text.Json;
using Xia.Scenarios.Tests.Runs;

namespace Xia.Scenarios.Tests.RealGuest;

/// <summary>What QEMU's own pre-copy sent for a recorded guest.</summary>
/// <param name="FirstPages">Pages that are not zero, sent for the first time.</param>
/// <param name="ContentPages">Pages sent that are not zero, all passes together.</param>
/// <param name="Harvests">How often it read the dirty log.</param>
/// <param name="StopSeconds">When it stopped the guest, after its beginning.</param>
/// <param name="IsForced">Whether it would not have converged.</param>
internal sealed record QemuStream(
    int FirstPages, int ContentPages, int Harvests, double StopSeconds, bool IsForced)
{
    /// <summary>Reads what is shipped of all streams, by workload.</summary>
    public static Dictionary<string, QemuStream> ReadAll()
    {
        using JsonDocument file = JsonDocument.Parse(
            File.ReadAllText(ShippedScenario.PathOf("traces", "streams.json")));
        return file.RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("workload").GetString()!, Of);
    }

    private static QemuStream Of(JsonElement one)
    {
        JsonElement passes = one.GetProperty("passes");
        return new QemuStream(
            passes[0].GetProperty("firstPages").GetInt32(),
            passes.EnumerateArray().Sum(
                pass => pass.GetProperty("pages").GetInt32() - pass.GetProperty("zeroPages").GetInt32()),
            one.GetProperty("dirtySyncCount").GetInt32(),
            one.GetProperty("stopSeconds").GetDouble(),
            one.GetProperty("forced").GetBoolean());
    }
}
