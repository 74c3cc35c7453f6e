using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Sends XIP packets to the output of the first pattern that their principal types fit.</summary>
/// <syntax>XIAXIDTypeClassifier(PATTERN, …)</syntax>
/// <remarks>
/// As many outputs as patterns; a packet that fits none is dropped. A PATTERN is <c>src TYPE</c>,
/// <c>dst TYPE</c> (the intents), <c>src_and_dst TYPE TYPE</c>, <c>src_or_dst TYPE TYPE</c>,
/// <c>next TYPE</c> (the node behind the edge that <see cref="XIASelectPath"/> chose) or <c>-</c>. Data
/// starts at the XIP header.
/// </remarks>
/// <handler name="drops" access="r">Packets that fit no pattern.</handler>
/// <example>XIAXIDTypeClassifier(next AD, next HID, next SID, next CID, -)</example>
public sealed class XIAXIDTypeClassifier : SwitchElement
{
    private XidTypePattern[] _patterns = [];
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIAXIDTypeClassifier";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _patterns = XiaArguments.TypePatterns(arguments);
        if (_patterns.Length != OutputCount)
        {
            arguments.Error($"need {OutputCount} arguments, one per output port");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushRuns(new Choice(this), batch);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override int Choose(Packet packet)
    {
        XidTypePattern[] patterns = _patterns;
        for (int index = 0; index < patterns.Length; index++)
        {
            if (patterns[index].Fits(packet))
            {
                return index;
            }
        }

        _drops++;
        return -1;
    }

    private readonly struct Choice(XIAXIDTypeClassifier element) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet);
    }
}
