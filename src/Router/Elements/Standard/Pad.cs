using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Makes short packets longer.</summary>
/// <syntax>Pad([LENGTH, keyword ZERO true])</syntax>
/// <remarks>
/// LENGTH in bytes, at most what a packet holds; longer packets pass unchanged. Without LENGTH, packets get
/// back the length that their extra length annotation remembers. The annotation is 0 afterwards. With ZERO
/// the new bytes are 0, else undefined.
/// </remarks>
public sealed class Pad : SimpleElement
{
    private int? _lengthBytes;
    private bool _zero;

    /// <inheritdoc/>
    public override string ClassName => "Pad";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int length = arguments.Positional("LENGTH", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), -1);
        _lengthBytes = length < 0 ? null : length;
        _zero = arguments.Keyword("ZERO", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        long missing = _lengthBytes is { } length
            ? length - packet.LengthBytes
            : packet.Annotations.ExtraLengthBytes;
        missing = Math.Min(
            missing, PacketPool.MaximumBufferBytes - packet.HeadroomBytes - packet.LengthBytes);
        if (missing > 0)
        {
            Span<byte> added = packet.Put((int)missing);
            if (_zero)
            {
                added.Clear();
            }
        }

        packet.Annotations.ExtraLengthBytes = 0;
        return packet;
    }
}
