using System.Buffers;
using System.Text.Json.Nodes;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;

namespace Xia.Interop.Tests.MessagePack;

/// <summary>Our codec against the official JavaScript implementation, both ways.</summary>
public sealed class MessagePackInteropTests
{
    private const ulong Seed = 20_261_120;
    private const int TreeCount = 500;

    [OneTimeSetUp]
    public void RequireTheOfficialImplementation() => OfficialMessagePack.Require();

    [Test]
    public void Written_EveryBoundary_IsReadAndEncodedEquallyByNode() =>
        CheckWritten([.. SampleSource.Boundaries()]);

    [Test]
    public void Written_RandomTrees_AreReadAndEncodedEquallyByNode() => CheckWritten(Trees());

    [Test]
    public void Encoded_EveryBoundary_IsReadByUs() => CheckEncoded([.. SampleSource.Boundaries()]);

    [Test]
    public void Encoded_RandomTrees_AreReadByUs() => CheckEncoded(Trees());

    [Test]
    public void Encoded_Float32_IsReadByUs()
    {
        JsonNode answer = OfficialMessagePack.Ask([Request("encodeFloat32", Sample.Number(1.5))])[0]!;
        MessagePackReader reader = new(Bytes(answer));
        Assert.That(reader.NextCode, Is.EqualTo(0xca));
        Assert.That(reader.ReadDouble(), Is.EqualTo(1.5));
    }

    [TestCase(0L)]
    [TestCase(1_795_000_000_000L)]
    [TestCase(1_795_000_000_123L)]
    [TestCase(-1L)]
    public void Encoded_TimestampExtension_IsPassedOver(long milliseconds)
    {
        JsonNode answer = OfficialMessagePack.Ask([Request("encodeDate", JsonValue.Create(milliseconds))])[0]!;
        MessagePackReader reader = new(Bytes(answer));
        Assert.That(reader.ReadArrayHeader(), Is.EqualTo(2));
        reader.Skip();
        Assert.That(reader.ReadInt32(), Is.EqualTo(7));
        Assert.That(reader.End, Is.True);
    }

    private static void CheckWritten(List<JsonNode?> samples)
    {
        List<string> written = [.. samples.Select(Written)];
        JsonArray answers = OfficialMessagePack.Ask(written.Select(hex => Request("decode", JsonValue.Create(hex))));
        for (int i = 0; i < samples.Count; i++)
        {
            string about = $"Seed {Seed}, sample {i}: {Shown(samples[i])}";
            Assert.That(JsonNode.DeepEquals(answers[i]!["value"], samples[i]), Is.True, about);
            Assert.That(answers[i]!["hex"]!.GetValue<string>(), Is.EqualTo(written[i]), about);
        }
    }

    private static void CheckEncoded(List<JsonNode?> samples)
    {
        JsonArray answers = OfficialMessagePack.Ask(samples.Select(sample => Request("encode", sample?.DeepClone())));
        for (int i = 0; i < samples.Count; i++)
        {
            MessagePackReader reader = new(Bytes(answers[i]!));
            JsonNode? read = Sample.Read(ref reader);
            string about = $"Seed {Seed}, sample {i}: {Shown(samples[i])}";
            Assert.That(JsonNode.DeepEquals(read, samples[i]), Is.True, about);
            Assert.That(reader.End, Is.True, about);
        }
    }

    private static List<JsonNode?> Trees()
    {
        RandomStream draws = new RandomRoot(Seed).Stream("messagepack/trees");
        return [.. Enumerable.Range(0, TreeCount).Select(_ => SampleSource.Tree(draws))];
    }

    private static string Written(JsonNode? sample)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        Sample.Write(sample, ref writer);
        writer.Flush();
        return Convert.ToHexStringLower(output.WrittenSpan);
    }

    private static JsonObject Request(string name, JsonNode? value) => new() { [name] = value };

    private static byte[] Bytes(JsonNode answer) => Convert.FromHexString(answer["hex"]!.GetValue<string>());

    private static string Shown(JsonNode? sample)
    {
        string text = sample?.ToJsonString() ?? "null";
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}
