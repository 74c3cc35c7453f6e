using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Results.Recording;

/// <summary>Makes the digest of a run and writes what belongs into its folder.</summary>
/// <remarks>
/// The digest is SHA-256 over this text (UTF-8, LF), with an <c>arm</c> block per arm in order:
/// <code>
/// xia.digest/1
/// arm NAME
/// capture FILE LENGTH SHA256
/// file FILE LENGTH SHA256
/// timeline LENGTH SHA256
/// figures LENGTH SHA256
/// </code>
/// Figures are the arm's <c>metrics</c>, <c>limits</c>, <c>promise</c>, <c>moves</c> and <c>sessions</c> of
/// <c>result.json</c>, without white space. The timeline is that of the arm, without the file's first line.
/// </remarks>
internal static class RunFiles
{
    internal const string ResultName = "result.json";
    internal const string TimelineName = "timeline.csv";

    internal static RunResult Complete(
        Scenario scenario,
        IReadOnlyList<ArmResult> arms,
        IReadOnlyList<ArmRecorder> recorders,
        Provenance provenance,
        string? folder)
    {
        var summary = new StringBuilder("xia.digest/1\n");
        List<byte[]> timelines = [];
        for (int i = 0; i < arms.Count; i++)
        {
            summary.Append(CultureInfo.InvariantCulture, $"arm {arms[i].Arm.Name}\n");
            AppendFiles(summary, "capture", recorders[i].Captures);
            AppendFiles(summary, "file", recorders[i].Files);

            byte[] timeline = TimelineFile.Encode(recorders[i].Rows);
            timelines.Add(timeline);
            AppendPart(summary, "timeline", timeline);
            AppendPart(summary, "figures", ResultJson.EncodeFigures(arms[i]));
        }

        RunResult result = new()
        {
            Scenario = scenario.Name,
            Seed = scenario.Seed,
            Digest = "sha256:" + HexHash(Encoding.UTF8.GetBytes(summary.ToString())),
            Provenance = provenance,
            Arms = arms,
        };
        byte[] json = ResultJson.Encode(result, recorders);
        if (folder is not null)
        {
            using (FileStream timeline = File.Create(Path.Combine(folder, TimelineName)))
            {
                timeline.Write(Encoding.UTF8.GetBytes(TimelineFile.Columns + "\n"));
                timelines.ForEach(rows => timeline.Write(rows));
            }

            File.WriteAllBytes(Path.Combine(folder, ResultName), json);
        }

        return result with { Json = json };
    }

    private static void AppendFiles(StringBuilder summary, string kind, IEnumerable<HashedFile> files)
    {
        foreach (HashedFile file in files)
        {
            summary.Append(
                CultureInfo.InvariantCulture, $"{kind} {file.Name} {file.Length} {file.HashText()}\n");
        }
    }

    private static void AppendPart(StringBuilder summary, string name, byte[] bytes) =>
        summary.Append(CultureInfo.InvariantCulture, $"{name} {bytes.Length} {HexHash(bytes)}\n");

    private static string HexHash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
