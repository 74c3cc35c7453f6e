using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>The destination that an element writes: an address, or the packet's annotation.</summary>
/// <param name="Address">The address; null for the annotation.</param>
internal readonly record struct DestinationArgument(IpAddress? Address)
{
    private const string Annotation = "DST_ANNO";

    /// <summary>Reads an address or <c>DST_ANNO</c>.</summary>
    public static bool TryParse(string text, Element element, out DestinationArgument destination)
    {
        destination = default;
        if (text == Annotation)
        {
            return true;
        }

        bool read = ArgumentTypes.IpAddress(element)(text, out IpAddress address, out _);
        destination = new DestinationArgument(address);
        return read;
    }

    /// <summary>The destination of a packet; becomes its annotation.</summary>
    public IpAddress Of(Packet packet)
    {
        if (Address is { } address)
        {
            packet.Annotations.DestinationIp = address.Value;
            return address;
        }

        return new IpAddress(packet.Annotations.DestinationIp);
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => Address is { } address ? address.ToString() : Annotation;
}
