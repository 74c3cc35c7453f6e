using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Adds bytes at both ends of packets, or takes them off.</summary>
/// <syntax>Resize([HEAD 0, TAIL 0])</syntax>
/// <remarks>
/// Bytes, at most ±2000; negative takes off, and from a packet that is shorter everything. First the head,
/// then the tail. New bytes are undefined.
/// </remarks>
/// <handler name="head" access="rw">HEAD.</handler>
/// <handler name="tail" access="rw">TAIL.</handler>
public sealed class Resize : SimpleElement
{
    private const int MaximumBytes = 2000;

    private int _head;
    private int _tail;

    /// <inheritdoc/>
    public override string ClassName => "Resize";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _head = arguments.Positional("HEAD", ArgumentTypes.Int32(-MaximumBytes, MaximumBytes), 0);
        _tail = arguments.Positional("TAIL", ArgumentTypes.Int32(-MaximumBytes, MaximumBytes), 0);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(
            "head", () => _head, ArgumentTypes.Int32(-MaximumBytes, MaximumBytes), head => _head = head);
        handlers.Value(
            "tail", () => _tail, ArgumentTypes.Int32(-MaximumBytes, MaximumBytes), tail => _tail = tail);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int longest = PacketPool.MaximumDataBytes - packet.HeadroomBytes - MaximumBytes;
        if (_head > 0 && packet.LengthBytes < longest)
        {
            packet.Push(_head);
        }
        else if (_head < 0)
        {
            packet.Pull(Math.Min(-_head, packet.LengthBytes));
        }

        if (_tail > 0 && packet.LengthBytes < longest)
        {
            packet.Put(_tail);
        }
        else if (_tail < 0)
        {
            packet.Take(Math.Min(-_tail, packet.LengthBytes));
        }

        return packet;
    }
}
