using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Xia.Kernel.Time;

namespace Xia.Workload.Traces;

/// <summary>
/// The unpacked bytes of a trace file: magic, JSON header, then columns that are taken one after another.
/// </summary>
/// <remarks>
/// <code>
/// gzip( "XPT1" | "XPT2",  header length u32le,  header JSON,  column, column, … )   integers little-endian
/// </code>
/// </remarks>
internal sealed class TraceColumns : IDisposable
{
    /// <summary>The most bytes that a file may unpack to.</summary>
    public const int MaximumUnpackedBytes = 64 << 20;

    /// <summary>The most bytes that its header may have.</summary>
    public const int MaximumHeaderBytes = 4 << 20;

    private const int PrefixBytes = 8;
    private const int MaximumSeconds = 1_000_000;

    private readonly string _fileName;
    private readonly byte[] _bytes;
    private readonly JsonDocument _header;
    private int _position;

    private TraceColumns(string fileName, byte[] bytes, JsonDocument header, int position)
    {
        _fileName = fileName;
        _bytes = bytes;
        _header = header;
        _position = position;
    }

    /// <summary>1 for XPT1, 2 for XPT2.</summary>
    public int Version => _bytes[3] - '0';

    /// <summary>Bytes that no column has taken.</summary>
    public int LeftBytes => _bytes.Length - _position;

    /// <summary>Unpacks a file and checks its prefix and header.</summary>
    /// <exception cref="PageTraceException">It is not a trace file or is damaged.</exception>
    public static TraceColumns Unpack(Stream packed, string fileName)
    {
        byte[] bytes = Inflate(packed, fileName);
        if (bytes.Length < PrefixBytes || !bytes.AsSpan(0, 3).SequenceEqual("XPT"u8)
            || bytes[3] is not ((byte)'1' or (byte)'2'))
        {
            throw new PageTraceException(
                fileName, "a trace that begins with XPT1 or XPT2", $"{bytes.Length} other bytes");
        }

        uint headerBytes = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        if (headerBytes > MaximumHeaderBytes || headerBytes > bytes.Length - PrefixBytes)
        {
            throw new PageTraceException(
                fileName, $"a header of at most {MaximumHeaderBytes} bytes within the file",
                    $"a length of {headerBytes}");
        }

        try
        {
            JsonDocument header = JsonDocument.Parse(bytes.AsMemory(PrefixBytes, (int)headerBytes));
            if (header.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new PageTraceException(
                    fileName, "a JSON object as the header", $"{header.RootElement.ValueKind}");
            }

            return new TraceColumns(fileName, bytes, header, PrefixBytes + (int)headerBytes);
        }
        catch (JsonException broken)
        {
            throw new PageTraceException(fileName, "a header in JSON", broken.Message);
        }
    }

    /// <summary>A column of bytes.</summary>
    public ReadOnlySpan<byte> Take(string column, long lengthBytes)
    {
        if (lengthBytes > LeftBytes)
        {
            throw new PageTraceException(
                _fileName, $"{lengthBytes} bytes of column {column}", $"{LeftBytes}");
        }

        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_position, (int)lengthBytes);
        _position += (int)lengthBytes;
        return bytes;
    }

    /// <summary>A column of 16-bit values.</summary>
    public ReadOnlySpan<byte> Take16(string column, int count) => Take(column, 2L * count);

    /// <summary>A whole number in the header, or in an object of it, within a range.</summary>
    public int Integer(string name, int least, int most, string? within = null, int? absent = null)
    {
        JsonElement holder = _header.RootElement;
        if (within is not null
            && (!holder.TryGetProperty(within, out holder) || holder.ValueKind != JsonValueKind.Object))
        {
            throw new PageTraceException(_fileName, $"an object {within} in the header", "none");
        }

        if (!holder.TryGetProperty(name, out JsonElement value) && absent is { } standard)
        {
            return standard;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number) || number < least
            || number > most)
        {
            throw new PageTraceException(
                _fileName, $"{name} from {least} to {most} in the header",
                    value.ValueKind == JsonValueKind.Undefined ? "none" : value.ToString());
        }

        return number;
    }

    /// <summary>A fraction in the header.</summary>
    public decimal Fraction(string name, decimal most) =>
        _header.RootElement.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDecimal(out decimal number) && number > 0 && number <= most
            ? number
            : throw new PageTraceException(
                _fileName, $"{name} above 0 and up to {most} in the header", "something else");

    /// <summary>
    /// Instants in the header, in seconds, as times since the first of them; null where they are missing.
    /// </summary>
    public Duration[]? Times(string name, int count)
    {
        if (!_header.RootElement.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        decimal[] seconds = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number
                && item.TryGetDecimal(out decimal number) ? number : -1)]
            : [];
        bool isRising = seconds.Length == count && seconds[0] >= 0 && seconds[^1] <= MaximumSeconds
            && seconds.Zip(seconds.Skip(1)).All(pair => pair.First < pair.Second);
        return isRising
            ? [.. seconds.Select(second => new Duration((long)((second - seconds[0]) * 1_000_000_000m)))]
            : throw new PageTraceException(
                _fileName, $"{count} rising seconds as {name} in the header", "something else");
    }

    /// <summary>A text in the header; empty where it is missing.</summary>
    public string Text(string name) =>
        _header.RootElement.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? string.Empty
            : string.Empty;

    /// <summary>Makes sure that the columns filled the file.</summary>
    public void End()
    {
        if (LeftBytes != 0)
        {
            throw new PageTraceException(
                _fileName, "the end of the file after the last column", $"{LeftBytes} more bytes");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _header.Dispose();

    private static byte[] Inflate(Stream packed, string fileName)
    {
        using GZipStream gzip = new(packed, CompressionMode.Decompress, leaveOpen: true);
        byte[] bytes = new byte[1 << 20];
        int lengthBytes = 0;
        try
        {
            for (int got; (got = gzip.Read(bytes, lengthBytes, bytes.Length - lengthBytes)) > 0;)
            {
                lengthBytes += got;
                if (lengthBytes == bytes.Length)
                {
                    if (lengthBytes >= MaximumUnpackedBytes)
                    {
                        throw new PageTraceException(
                            fileName, $"at most {MaximumUnpackedBytes} bytes unpacked", "more");
                    }

                    Array.Resize(ref bytes, Math.Min(2 * lengthBytes, MaximumUnpackedBytes));
                }
            }
        }
        catch (InvalidDataException broken)
        {
            throw new PageTraceException(fileName, "a gzip file", broken.Message);
        }

        return bytes.AsSpan(0, lengthBytes).ToArray();
    }
}
