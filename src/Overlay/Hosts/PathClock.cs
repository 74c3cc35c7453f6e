using System.Buffers.Binary;
using Xia.Kernel.Time;

namespace Xia.Overlay.Hosts;

/// <summary>
/// Two clocks that datagrams (0x01) and segments (0x02) carry behind the prefix, to measure round trips.
/// </summary>
/// <remarks>
/// <code>
///  24                          28                          32
/// +---------------------------+---------------------------+
/// | sender's clock, µs        | echo, µs                  |
/// +---------------------------+---------------------------+
/// </code>
/// The echo is the receiver's own clock as the sender last heard it, plus the time that the sender held it;
/// the receiver subtracts it from its clock and has a round trip without any state (compare RFC 7323 section
/// 3, whose echo lacks the holding time). It counts with flag <see cref="HasEcho"/>. While the sender does
/// not know the receiver's nonce, it has heard nothing to echo and the field holds the dialled domain
/// instead: the CRC-32C of the destination's first AD in its 24 bytes, by which a receiver that lives
/// elsewhere by now sees that it was looked for at an old place. Clocks are the low 32 bits of microseconds.
/// </remarks>
internal readonly record struct PathClock(uint SentMicroseconds, uint Echo)
{
    /// <summary>Where the clocks end.</summary>
    public const int EndOffset = 32;

    /// <summary>The flag that says that the echo is one.</summary>
    public const byte HasEcho = 0x80;

    private const int SentOffset = 24;
    private const int EchoOffset = 28;

    /// <summary>Reads the clocks; the payload has at least <see cref="EndOffset"/> bytes.</summary>
    public static PathClock Read(ReadOnlySpan<byte> payload) => new(
        BinaryPrimitives.ReadUInt32BigEndian(payload[SentOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(payload[EchoOffset..]));

    /// <summary>Writes the clocks.</summary>
    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload[SentOffset..], SentMicroseconds);
        BinaryPrimitives.WriteUInt32BigEndian(payload[EchoOffset..], Echo);
    }

    /// <summary>A point in time as these clocks show it.</summary>
    public static uint Of(Instant now) => unchecked((uint)(now.Nanoseconds / 1000));
}
