using System.Runtime.CompilerServices;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Takes one hop off the hop limit of XIP packets.</summary>
/// <syntax>XIADecHLIM(keyword ACTIVE true)</syntax>
/// <remarks>
/// A packet whose hop limit is 0 or 1 leaves unchanged at output 1 where that is in use, else it is dropped.
/// ACTIVE false passes all. Data starts at the XIP header.
/// </remarks>
/// <handler name="drops" access="r">Packets whose hop limit was used up.</handler>
/// <handler name="active" access="rw">Whether hop limits are taken down.</handler>
public sealed class XIADecHLIM : SimpleElement
{
    private bool _isActive;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIADecHLIM";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _isActive = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("active", () => _isActive ? "true\n" : "false\n");
        handlers.Write("active", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool isActive, out _))
            {
                return "syntax error";
            }

            _isActive = isActive;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new Work(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new Work(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (!_isActive)
        {
            return packet;
        }

        if (XipPath.HopLimit(packet.Data) <= 1)
        {
            _drops++;
            Divert(1, packet);
            return null;
        }

        XipPath.DecrementHopLimit(packet.WritableData());
        return packet;
    }

    private readonly struct Work(XIADecHLIM element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
