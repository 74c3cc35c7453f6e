using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>The fields of ICMP echo messages that tell them apart (RFC 792).</summary>
internal static class EchoFields
{
    private const int IdentifierOffset = 4;

    /// <summary>The key of an echo request or reply; false for any other message.</summary>
    public static bool TryReadKey(ReadOnlySpan<byte> message, uint source, uint destination, out FlowKey key)
    {
        key = default;
        if (message.Length < IcmpHeader.LengthBytes)
        {
            return false;
        }

        ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(message[IdentifierOffset..]);
        switch ((IcmpType)message[0])
        {
            case IcmpType.Echo:
                key = new FlowKey(source, identifier, destination, 0, FlowKey.EchoRequest);
                return true;
            case IcmpType.EchoReply:
                key = new FlowKey(source, 0, destination, identifier, FlowKey.EchoReply);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The identifier in a key.</summary>
    public static ushort Identifier(in FlowKey key) =>
        key.Protocol == FlowKey.EchoReply ? key.DestinationPort : key.SourcePort;

    /// <summary>Writes the identifier of an echo message and mends the message's checksum.</summary>
    public static void SetIdentifier(Span<byte> message, ushort identifier)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(message[IdentifierOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[IdentifierOffset..], identifier);
        IcmpHeader.MendChecksum(message, before, identifier);
    }
}
