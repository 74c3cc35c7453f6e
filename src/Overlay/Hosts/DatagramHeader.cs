using System.Buffers.Binary;

namespace Xia.Overlay.Hosts;

/// <summary>What a datagram (kind 0x01) carries between the prefix and the application's bytes.</summary>
/// <remarks>
/// <code>
///  24                          28                          32
/// +---------------------------+---------------------------+----------…
/// | sender's clock, µs        | echoed clock, µs          | payload
/// +---------------------------+---------------------------+----------…
/// </code>
/// The echo is the receiver's own clock as it last heard it, plus the time that the sender held it; the receiver
/// subtracts it from its clock and has a round trip without any state (compare RFC 7323 section 3, whose echo lacks
/// the holding time). Flag 0x01: there is an echo. Clocks are the low 32 bits of microseconds.
/// </remarks>
internal readonly record struct DatagramHeader(uint ClockMicroseconds, uint EchoMicroseconds)
{
    /// <summary>Where the application's bytes start.</summary>
    public const int PayloadOffset = 32;

    /// <summary>The flag that says that the echo means something.</summary>
    public const byte HasEcho = 0x01;

    private const int ClockOffset = 24;
    private const int EchoOffset = 28;

    /// <summary>Reads the header; the payload has at least <see cref="PayloadOffset"/> bytes.</summary>
    public static DatagramHeader Read(ReadOnlySpan<byte> payload) => new(
        BinaryPrimitives.ReadUInt32BigEndian(payload[ClockOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(payload[EchoOffset..]));

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload[ClockOffset..], ClockMicroseconds);
        BinaryPrimitives.WriteUInt32BigEndian(payload[EchoOffset..], EchoMicroseconds);
    }
}
