using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Xia.Internet.Wire;

/// <summary>The header of an Ethernet II frame.</summary>
/// <remarks>
/// <code>
/// | destination 6 | source 6 | type 2 |
/// </code>
/// </remarks>
public readonly record struct EthernetHeader(MacAddress Destination, MacAddress Source, ushort EtherType)
{
    /// <summary>How long it is.</summary>
    public const int LengthBytes = 14;

    private const int SourceOffset = 6;
    private const int TypeOffset = 12;

    /// <summary>Reads one; false if there are fewer than <see cref="LengthBytes"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out EthernetHeader header)
    {
        if (frame.Length < LengthBytes)
        {
            header = default;
            return false;
        }

        header = new EthernetHeader(
            MacAddress.Read(frame), MacAddress.Read(frame[SourceOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]));
        return true;
    }

    /// <summary>The type field of a frame that is long enough.</summary>
    public static ushort ReadType(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]);

    /// <summary>Writes it before what follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Span<byte> frame)
    {
        Destination.Write(frame);
        Source.Write(frame[SourceOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], EtherType);
    }
}
