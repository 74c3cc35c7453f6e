using System.Buffers.Binary;

namespace Xia.Workload.Services;

/// <summary>Requests and answers of the key-value service, the same in datagrams and in streams.</summary>
/// <remarks>
/// <code>
///  0               1               2               3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+---------------+---------------+
/// |  format = 1   | op or status  |   key bytes   |   0, or op    |   request: op, key bytes, 0
/// +---------------+---------------+---------------+---------------+   answer: status, 0, op
/// |                 value bytes (big-endian)                      |
/// +---------------------------------------------------------------+
/// |                 request number (big-endian, 8 bytes)          |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |   key (1 to 32 bytes; none in an answer), then value          |
/// +---------------------------------------------------------------+
/// </code>
/// Streams carry requests one after another, answered in the same order; datagrams carry exactly one each.
/// </remarks>
public readonly record struct KeyValueFrame(byte Code, byte KeyBytes, byte Echo, int ValueBytes, ulong Number)
{
    /// <summary>The length of what precedes key and value.</summary>
    public const int HeaderBytes = 16;

    /// <summary>The longest value on the wire: padding may be longer than what the store takes.</summary>
    public const int MaximumValueBytes = 1400;

    /// <summary>The longest frame.</summary>
    public const int MaximumBytes = HeaderBytes + KeyValueStore.MaximumKeyBytes + MaximumValueBytes;

    private const byte Format = 1;

    /// <summary>The whole frame's length.</summary>
    public int LengthBytes => HeaderBytes + KeyBytes + ValueBytes;

    /// <summary>Whether these can be a request.</summary>
    public bool IsRequest =>
        Echo == 0 && KeyBytes is > 0 and <= KeyValueStore.MaximumKeyBytes
        && (Code == (byte)KeyValueOperation.Get
            || (Code == (byte)KeyValueOperation.Set && ValueBytes <= KeyValueStore.MaximumValueBytes));

    /// <summary>Whether these can be an answer.</summary>
    public bool IsAnswer => KeyBytes == 0 && Code <= (byte)KeyValueStatus.Corrupt && Echo is 1 or 2;

    /// <summary>Reads a header; the key and value may not be there yet.</summary>
    /// <returns>False where the bytes are too few or no frame begins so.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out KeyValueFrame frame)
    {
        frame = default;
        if (bytes.Length < HeaderBytes || bytes[0] != Format)
        {
            return false;
        }

        uint valueBytes = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        if (valueBytes > MaximumValueBytes)
        {
            return false;
        }

        frame = new KeyValueFrame(
            bytes[1], bytes[2], bytes[3], (int)valueBytes, BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return frame.IsRequest || frame.IsAnswer;
    }

    /// <summary>Writes a request without its value and returns how long that is.</summary>
    public static int WriteRequest(
        Span<byte> destination, KeyValueOperation operation, ReadOnlySpan<byte> key, int valueBytes,
            ulong number)
    {
        Write(destination, (byte)operation, (byte)key.Length, 0, valueBytes, number);
        key.CopyTo(destination[HeaderBytes..]);
        return HeaderBytes + key.Length;
    }

    /// <summary>Writes an answer without its value.</summary>
    public static void WriteAnswer(
        Span<byte> destination, KeyValueStatus status, KeyValueOperation operation, int valueBytes,
            ulong number) =>
        Write(destination, (byte)status, 0, (byte)operation, valueBytes, number);

    private static void Write(
        Span<byte> destination, byte code, byte keyBytes, byte echo, int valueBytes, ulong number)
    {
        destination[0] = Format;
        destination[1] = code;
        destination[2] = keyBytes;
        destination[3] = echo;
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], valueBytes);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], number);
    }
}
