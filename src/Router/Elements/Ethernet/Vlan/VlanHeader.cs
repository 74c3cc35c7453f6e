using System.Buffers.Binary;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>The tag of IEEE 802.1Q, between the addresses of a frame and its type.</summary>
/// <remarks>
/// <code>
/// | destination 6 | source 6 | tag type 2 | tag 2 | type 2 | …
/// </code>
/// </remarks>
internal static class VlanHeader
{
    /// <summary>The tag and its type.</summary>
    public const int LengthBytes = 4;

    /// <summary>A tagged frame's header.</summary>
    public const int FrameLengthBytes = EthernetHeader.LengthBytes + LengthBytes;

    /// <summary>What stands before the tag.</summary>
    public const int Offset = 2 * MacAddress.LengthBytes;

    /// <summary>The usual type of a tag.</summary>
    public const ushort CustomerType = 0x8100;

    /// <summary>The tag of a frame, if it has one of that type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, ushort type, out ushort tag)
    {
        bool isTagged = frame.Length >= FrameLengthBytes
            && BinaryPrimitives.ReadUInt16BigEndian(frame[Offset..]) == type;
        tag = isTagged ? BinaryPrimitives.ReadUInt16BigEndian(frame[(Offset + 2)..]) : (ushort)0;
        return isTagged;
    }

    /// <summary>Writes type and tag of a frame that has room for them.</summary>
    public static void Write(Span<byte> frame, ushort type, ushort tag)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame[Offset..], type);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(Offset + 2)..], tag);
    }
}
