using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Notes a fixed address as the destination.</summary>
/// <remarks>SetIPAddress(IP) — one input, one output, agnostic. Handler: <c>addr</c> (rw).</remarks>
public sealed class SetIPAddress : SimpleElement
{
    private IpAddress _address;

    /// <inheritdoc/>
    public override string ClassName => "SetIPAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _address = arguments.Mandatory("IP", ArgumentTypes.Ip);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("addr", () => $"{_address}\n");
        handlers.Write("addr", text =>
        {
            if (!IpAddress.TryParse(text.Trim(), out IpAddress address))
            {
                return "expected IP address";
            }

            _address = address;
            return null;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.DestinationIp = _address.Value;
        return packet;
    }
}
