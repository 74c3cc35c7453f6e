using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Results.Recording;

/// <summary>
/// Writes <c>result.json</c>: keys in a fixed order, numbers with a fixed number of digits.
/// </summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions Pretty = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions Compact = new() { Encoder = Pretty.Encoder };

    /// <summary>The whole file, with a line feed at its end.</summary>
    internal static byte[] Encode(RunResult result, IReadOnlyList<ArmRecorder> recorders)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Pretty))
        {
            json.WriteStartObject();
            json.WriteString("schema", RunResult.Schema);
            json.WriteString("scenario", result.Scenario);
            json.WriteNumber("seed", result.Seed);
            json.WriteString("digest", result.Digest);
            WriteProvenance(json, result.Provenance);
            json.WriteStartArray("arms");
            for (int i = 0; i < result.Arms.Count; i++)
            {
                WriteArm(json, result.Arms[i], recorders[i]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The part of an arm that counts into the digest, without white space.</summary>
    internal static byte[] EncodeFigures(ArmResult arm)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            WriteFigures(json, arm);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteProvenance(Utf8JsonWriter json, Provenance provenance)
    {
        json.WriteStartObject("provenance");
        json.WriteString("version", provenance.Version);
        json.WriteString("commit", provenance.Commit);
        json.WriteString("scenarioDigest", provenance.ScenarioDigest);
        json.WriteString("costs", provenance.Costs);
        json.WriteEndObject();
    }

    private static void WriteArm(Utf8JsonWriter json, ArmResult result, ArmRecorder recorder)
    {
        ScenarioArm arm = result.Arm;
        json.WriteStartObject();
        json.WriteString("name", arm.Name);
        json.WriteString("network", Words.Of(arm.Network));
        json.WriteString("mobility", Words.Of(arm.Mobility));
        json.WriteString("forwarding", Words.Of(arm.Forwarding));
        json.WriteBoolean("kick", arm.Kick);
        json.WriteBoolean("anticipated", arm.Anticipated);
        json.WriteBoolean("sourceDiesAtCommit", arm.SourceDiesAtCommit);
        json.WriteString("strategy", result.Strategy);
        WriteFigures(json, result);
        WriteFiles(json, "captures", recorder.Captures);
        WriteFiles(json, "files", recorder.Files);
        WriteStrings(json, "failures", result.Failures);
        WriteStrings(json, "notes", result.Notes);
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, string key, IReadOnlyList<HashedFile> files)
    {
        json.WriteStartArray(key);
        foreach (HashedFile file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Name);
            json.WriteNumber("bytes", file.Length);
            json.WriteString("sha256", file.HashText());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, ArmResult result)
    {
        WriteMetrics(json, "metrics", result.Metrics);
        WriteMetrics(json, "limits", result.Limits);
        json.WriteStartObject("promise");
        json.WriteString("text", result.Promise);
        json.WriteBoolean("kept", result.PromiseKept);
        json.WriteEndObject();
        json.WriteStartArray("moves");
        foreach (MoveResult move in result.Moves)
        {
            json.WriteStartObject();
            json.WriteString("machine", move.Machine);
            json.WriteString("from", move.From);
            json.WriteString("to", move.To);
            json.WriteString("strategy", move.Strategy);
            json.WriteString("outcome", Words.Of(move.Outcome));
            json.WriteString("reason", move.Reason);
            json.WriteString("endHash", move.EndHash);
            WriteMetrics(json, "metrics", move.Metrics);
            WriteMetrics(json, "limits", move.Limits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sessions");
        foreach (SessionResult session in result.Sessions)
        {
            json.WriteStartObject();
            json.WriteString("client", session.Client);
            json.WriteString("kind", session.Kind);
            json.WriteBoolean("promised", session.IsPromised);
            json.WriteString("outcome", Words.Of(session.Outcome));
            json.WriteString("reason", session.Reason);
            json.WriteNumber("stallMs", session.Stall.Nanoseconds / 1_000_000m);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes metrics; those whose names share a part before a dot share an object.</summary>
    private static void WriteMetrics(Utf8JsonWriter json, string key, MetricSet metrics)
    {
        json.WriteStartObject(key);
        string[] open = [];
        foreach (Metric metric in metrics.Items)
        {
            string[] path = metric.Definition.Name.Split('.');
            int shared = 0;
            while (shared < open.Length && shared < path.Length - 1 && open[shared] == path[shared])
            {
                shared++;
            }

            for (int level = open.Length; level > shared; level--)
            {
                json.WriteEndObject();
            }

            foreach (string name in path[shared..^1])
            {
                json.WriteStartObject(name);
            }

            json.WritePropertyName(path[^1]);
            json.WriteRawValue(metric.ToJson());
            open = path[..^1];
        }

        for (int level = open.Length; level > 0; level--)
        {
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string key, IReadOnlyList<string> values)
    {
        json.WriteStartArray(key);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
