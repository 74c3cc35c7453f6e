using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Writes an Ethernet address into packets.</summary>
/// <syntax>StoreEtherAddress(ADDR, OFFSET)</syntax>
/// <remarks>
/// OFFSET in bytes, or <c>src</c> or <c>dst</c> for the places in an Ethernet header. A packet that ends
/// before leaves at output 1 unchanged, or is dropped when that is not in use.
/// </remarks>
/// <handler name="addr" access="rw">ADDR.</handler>
public sealed class StoreEtherAddress : SimpleElement
{
    private MacAddress _address;
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "StoreEtherAddress";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Mandatory("ADDR", ArgumentTypes.MacAddress(this));
        _offset = EtherAddressOffset.Read(arguments);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("addr", () => _address.ToHyphenString());
        handlers.Write("addr", text =>
        {
            if (!ArgumentTypes.MacAddress(this)(text.Trim(), out MacAddress address, out _))
            {
                return "expected Ethernet address";
            }

            _address = address;
            return null;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < _offset + MacAddress.LengthBytes)
        {
            Divert(1, packet);
            return null;
        }

        _address.Write(packet.WritableData()[_offset..]);
        return packet;
    }
}
