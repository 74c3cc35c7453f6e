using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Xia.Kernel.MessagePack;

namespace Xia.Interop.Tests.MessagePack;

/// <summary>A value of MessagePack in the notation that <c>node/bridge.mjs</c> reads and writes.</summary>
internal static class Sample
{
    public static JsonNode Truth(bool value) => new JsonObject { ["b"] = value };

    public static JsonNode Integer(Int128 value) => new JsonObject { ["i"] = value.ToString() };

    public static JsonNode Number(double value)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return new JsonObject { ["f"] = Convert.ToHexStringLower(bytes) };
    }

    public static JsonNode Text(string value) => new JsonObject { ["s"] = value };

    public static JsonNode Bytes(byte[] value) => new JsonObject { ["x"] = Convert.ToHexStringLower(value) };

    public static JsonNode Array(params JsonNode?[] values) => new JsonObject { ["a"] = new JsonArray(values) };

    public static JsonNode Map(params (string Key, JsonNode? Value)[] pairs) =>
        new JsonObject { ["m"] = new JsonArray([.. pairs.Select(pair => new JsonArray(pair.Key, pair.Value))]) };

    /// <summary>Writes a value with our writer.</summary>
    public static void Write(JsonNode? value, ref MessagePackWriter writer)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        (string kind, JsonNode? content) = value.AsObject().Single();
        switch (kind)
        {
            case "b":
                writer.Write(content!.GetValue<bool>());
                break;
            case "i":
                WriteInteger(Int128.Parse(content!.GetValue<string>(), null), ref writer);
                break;
            case "f":
                writer.Write(BinaryPrimitives.ReadDoubleBigEndian(Convert.FromHexString(content!.GetValue<string>())));
                break;
            case "s":
                writer.Write(content!.GetValue<string>());
                break;
            case "x":
                writer.Write(Convert.FromHexString(content!.GetValue<string>()).AsSpan());
                break;
            case "a":
                writer.WriteArrayHeader(content!.AsArray().Count);
                foreach (JsonNode? item in content.AsArray())
                {
                    Write(item, ref writer);
                }

                break;
            default:
                writer.WriteMapHeader(content!.AsArray().Count);
                foreach (JsonNode? pair in content.AsArray())
                {
                    writer.Write(pair![0]!.GetValue<string>());
                    Write(pair[1], ref writer);
                }

                break;
        }
    }

    /// <summary>Reads a value with our reader.</summary>
    public static JsonNode? Read(ref MessagePackReader reader)
    {
        byte code = reader.NextCode;
        switch (code)
        {
            case 0xc0:
                reader.TryReadNil();
                return null;
            case 0xc2 or 0xc3:
                return Truth(reader.ReadBoolean());
            case 0xca or 0xcb:
                return Number(reader.ReadDouble());
            case 0xc4 or 0xc5 or 0xc6:
                return Bytes(reader.ReadBytes().ToArray());
            case (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb:
                return Text(reader.ReadString()!);
            case (>= 0x90 and <= 0x9f) or 0xdc or 0xdd:
                JsonNode?[] items = new JsonNode?[reader.ReadArrayHeader()];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = Read(ref reader);
                }

                return Array(items);
            case (>= 0x80 and <= 0x8f) or 0xde or 0xdf:
                (string, JsonNode?)[] pairs = new (string, JsonNode?)[reader.ReadMapHeader()];
                for (int i = 0; i < pairs.Length; i++)
                {
                    pairs[i] = (reader.ReadString()!, Read(ref reader));
                }

                return Map(pairs);
            case 0xcf:
                return Integer(reader.ReadUInt64());
            default:
                return Integer(reader.ReadInt64());
        }
    }

    private static void WriteInteger(Int128 value, ref MessagePackWriter writer)
    {
        if (value > long.MaxValue)
        {
            writer.Write((ulong)value);
        }
        else
        {
            writer.Write((long)value);
        }
    }
}
