using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Gives reports of this router the address of the port that they leave by (RFC 1812, 4.3.2.4).
/// </summary>
/// <remarks>
/// FixIPSrc(IP) — one input, one output, agnostic. Only packets annotated <c>FixSource</c> change.
/// </remarks>
public sealed class FixIPSrc : SimpleElement
{
    private IpAddress _address;

    /// <inheritdoc/>
    public override string ClassName => "FixIPSrc";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _address = arguments.Mandatory("IP", ArgumentTypes.Ip);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.FixSource && packet.NetworkHeader.Length >= Ipv4Header.LengthBytes)
        {
            packet.Annotations.FixSource = false;
            Span<byte> bytes = packet.WritableNetworkHeader();
            if (Ipv4Header.ReadHeaderLength(bytes) == Ipv4Header.LengthBytes)
            {
                (Ipv4Header.ReadChecked(bytes) with { Source = _address }).Write(bytes);
            }
        }

        return packet;
    }
}
