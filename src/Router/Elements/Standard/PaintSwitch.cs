using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends each packet to the output whose number is its colour.</summary>
/// <syntax>PaintSwitch([ANNO PAINT])</syntax>
/// <remarks>
/// ANNO names any annotation of one byte. Colour 255 sends copies to all outputs; a packet for whose colour
/// there is no output is dropped.
/// </remarks>
public sealed class PaintSwitch : SwitchElement
{
    private const byte All = byte.MaxValue;

    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "PaintSwitch";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _annotation = arguments.Positional(
        "ANNO", ArgumentTypes.Annotation(1), PacketAnnotations.PaintOffset);

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (Choose(packet) == All)
        {
            int last = OutputCount - 1;
            for (int output = 0; output < last; output++)
            {
                Output(output).Push(packet.Clone());
            }

            PushOrKill(last, packet);
        }
        else
        {
            base.Push(port, packet);
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        // A packet for all outputs must not overtake those before it: such a batch is taken apart.
        for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
        {
            if (Choose(packet) == All)
            {
                while (batch.Take() is { } lone)
                {
                    Push(port, lone);
                }

                return;
            }
        }

        PushRuns(new OwnChoice(this), batch);
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => packet.Annotations.Area[_annotation];

    private readonly struct OwnChoice(PaintSwitch element) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet);
    }
}
