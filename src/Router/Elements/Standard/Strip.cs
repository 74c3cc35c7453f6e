using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Takes bytes off the front.</summary>
/// <syntax>Strip(LENGTH)</syntax>
/// <remarks>LENGTH in bytes. A packet that is shorter is dropped and counted.</remarks>
/// <handler name="drops" access="r">Packets that were too short.</handler>
/// <example>Strip(14) takes off an Ethernet header.</example>
public sealed class Strip : SimpleElement
{
    private int _lengthBytes;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "Strip";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0));

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < _lengthBytes)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        packet.Pull(_lengthBytes);
        return packet;
    }

    private readonly struct OwnWork(Strip element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
