using Xia.Internet.Wire;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Where in a packet an Ethernet address stands.</summary>
internal static class EtherAddressOffset
{
    /// <summary>Reads <c>src</c>, <c>dst</c> or a number of bytes.</summary>
    public static int Read(ArgumentReader arguments)
    {
        string text = arguments.Mandatory("OFFSET", ArgumentTypes.Raw, "0");
        switch (text)
        {
            case "dst":
                return 0;
            case "src":
                return MacAddress.LengthBytes;
            default:
                int last = PacketPool.MaximumDataBytes - MacAddress.LengthBytes;
                if (!ArgumentTypes.Int32(0, last)(text, out int offset, out _))
                {
                    arguments.Error("type mismatch: bad OFFSET");
                }

                return offset;
        }
    }
}
