using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// Sends each packet to an output by a sum over some of its bytes, so that a flow stays together.
/// </summary>
/// <syntax>HashSwitch(OFFSET, LENGTH)</syntax>
/// <remarks>
/// Equal bytes at OFFSET … OFFSET + LENGTH - 1 mean the same output; bytes beyond the packet's end do not
/// count. A packet that ends before OFFSET leaves at output 0.
/// </remarks>
/// <example>HashSwitch(16, 4) sends IPv4 packets to the same destination to the same output.</example>
public sealed class HashSwitch : SwitchElement
{
    private int _offset;
    private int _lengthBytes;

    /// <inheritdoc/>
    public override string ClassName => "HashSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _offset = arguments.Mandatory("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));
        if (_lengthBytes == 0 && arguments.Errors.Count == 0)
        {
            arguments.Error("length must be > 0");
        }
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (data.Length <= _offset)
        {
            return 0;
        }

        uint sum = 0;
        foreach (byte one in data.Slice(_offset, Math.Min(_lengthBytes, data.Length - _offset)))
        {
            sum += one;
        }

        return (int)((sum ^ (sum >> 4)) % (uint)OutputCount);
    }
}
