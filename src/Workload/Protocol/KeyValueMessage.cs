using System.Buffers.Binary;

namespace Xia.Workload.Protocol;

/// <summary>The header of a request or answer of the key-value service; the value follows it.</summary>
/// <remarks>
/// <code>
///  0        1        2                 4                                 12             16             20
/// +--------+--------+-----------------+---------------------------------+--------------+--------------+- - -
/// | oper.  | status | value length    | request id                      | key          | version      | value
/// +--------+--------+-----------------+---------------------------------+--------------+--------------+- - -
/// </code>
/// Integers are big-endian. A datagram holds one message; a stream is one after another. The bytes of a GET's value
/// are padding, so that a request can be as long as wanted.
/// </remarks>
/// <param name="Operation">What is asked for, or was.</param>
/// <param name="IsAnswer">Whether it is the answer.</param>
/// <param name="Status">What became of it.</param>
/// <param name="ValueBytes">How long the value is.</param>
/// <param name="RequestId">The asker's number, given back.</param>
/// <param name="Key">The key.</param>
/// <param name="Version">The value's version, which the setter chooses.</param>
public readonly record struct KeyValueMessage(
    KeyValueOperation Operation, bool IsAnswer, KeyValueStatus Status, int ValueBytes, ulong RequestId, uint Key,
    uint Version)
{
    /// <summary>The length of the header.</summary>
    public const int HeaderBytes = 20;

    /// <summary>The longest value that a message can carry.</summary>
    public const int MaximumValueBytes = 1024;

    private const byte AnswerBit = 0x80;

    /// <summary>Reads a header; false when it is cut short, unknown or announces too long a value.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out KeyValueMessage message)
    {
        message = default;
        if (source.Length < HeaderBytes)
        {
            return false;
        }

        KeyValueOperation operation = (KeyValueOperation)(source[0] & ~AnswerBit);
        KeyValueStatus status = (KeyValueStatus)source[1];
        int valueBytes = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        if (operation is not (KeyValueOperation.Get or KeyValueOperation.Set)
            || status > KeyValueStatus.Full || valueBytes > MaximumValueBytes)
        {
            return false;
        }

        message = new KeyValueMessage(
            operation,
            (source[0] & AnswerBit) != 0,
            status,
            valueBytes,
            BinaryPrimitives.ReadUInt64BigEndian(source[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]));
        return true;
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)((byte)Operation | (IsAnswer ? AnswerBit : 0));
        destination[1] = (byte)Status;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)ValueBytes));
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], RequestId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Key);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], Version);
    }

    /// <summary>The answer to this request.</summary>
    public KeyValueMessage Answer(KeyValueStatus status, int valueBytes, uint version) => this with
    {
        IsAnswer = true,
        Status = status,
        ValueBytes = valueBytes,
        Version = version,
    };
}
