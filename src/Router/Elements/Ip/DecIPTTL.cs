using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Takes one hop off the time to live and mends the checksum.</summary>
/// <syntax>DecIPTTL([keywords ACTIVE true, MULTICAST true])</syntax>
/// <remarks>
/// Packets whose last hop this was leave unchanged at output 1 (push) or are dropped. With ACTIVE false every
/// packet passes as it is, with MULTICAST false those to a group do. Needs the network header marked.
/// </remarks>
/// <handler name="drops" access="r">Packets whose last hop this was.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
public sealed class DecIPTTL : SimpleElement
{
    private long _drops;
    private bool _active;
    private bool _multicast;

    /// <inheritdoc/>
    public override string ClassName => "DecIPTTL";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _multicast = arguments.Keyword("MULTICAST", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}");
        handlers.Read("active", () => _active ? "true" : "false", HandlerFlags.Checkbox);
        handlers.Write("active", WriteActive);
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        bool hasHeader = header.Length >= Ipv4Header.LengthBytes;
        if (!_active || (!_multicast && hasHeader && Ipv4Header.ReadDestination(header).IsMulticast))
        {
            return packet;
        }

        if (!hasHeader || Ipv4Header.ReadTimeToLive(header) <= 1)
        {
            _drops++;
            Divert(1, packet);
            return null;
        }

        Ipv4Header.DecrementTimeToLive(packet.WritableNetworkHeader());
        return packet;
    }

    private string? WriteActive(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
        {
            return "syntax error";
        }

        _active = active;
        return null;
    }

    private readonly struct OwnWork(DecIPTTL element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
