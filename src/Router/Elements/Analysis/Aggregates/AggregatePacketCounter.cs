using System.Buffers.Binary;
using System.Text;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Counts packets per aggregate and packet number, for each of its inputs apart.</summary>
/// <syntax>AggregatePacketCounter([keyword ANNO PACKET_NUMBER])</syntax>
/// <remarks>
/// What enters at an input leaves at the output of the same number. ANNO is any annotation of four bytes, or
/// NONE. Aggregate 0 does not count.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="received" access="r+">The numbers of an aggregate that came by at any input.</handler>
/// <handler name="undelivered" access="r+">
/// The numbers of an aggregate of which fewer came by at input 1 than at input 0.
/// </handler>
/// <handler name="clear" access="w">Forgets all.</handler>
public sealed class AggregatePacketCounter : Element
{
    private const int NoAnnotation = -1;

    private readonly Dictionary<(uint Aggregate, uint Number), uint[]> _counts = [];
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "AggregatePacketCounter";

    /// <inheritdoc/>
    public override string PortCounts => "1-/=";

    /// <inheritdoc/>
    public override string FlowCode => "#/#";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string annotation = arguments.Keyword("ANNO", ArgumentTypes.Word, "PACKET_NUMBER");
        arguments.Complete();
        _annotation = NoAnnotation;
        if (arguments.Errors.Count == 0 && annotation != "NONE"
            && !ArgumentTypes.Annotation(sizeof(uint))(annotation, out _annotation, out _))
        {
            arguments.Error("bad ANNO");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_counts.Values.Sum(ports => ports.Sum(count => count))}\n");
        handlers.ReadWith("received", text => List(text, ports => ports.Any(count => count > 0)));
        handlers.ReadWith(
            "undelivered", text => List(text, ports => ports.Length > 1 && ports[0] > ports[1]));
        handlers.Button("clear", _counts.Clear);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Count(port, packet);
        Output(port).Push(packet);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = Input(port).Pull();
        if (packet is not null)
        {
            Count(port, packet);
        }

        return packet;
    }

    private void Count(int port, Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        if (annotations.Aggregate == 0)
        {
            return;
        }

        uint number = _annotation == NoAnnotation
            ? 0
            : BinaryPrimitives.ReadUInt32LittleEndian(annotations.Area[_annotation..]);
        (uint, uint) key = (annotations.Aggregate, number);
        if (!_counts.TryGetValue(key, out uint[]? ports))
        {
            if (_counts.Count >= AggregateBounds.MaximumCount)
            {
                return;
            }

            ports = new uint[InputCount];
            _counts.Add(key, ports);
        }

        ports[port]++;
    }

    private string List(string text, Func<uint[], bool> isWanted)
    {
        if (!ArgumentTypes.UInt32()(text.Trim(), out uint aggregate, out _) && text.Trim().Length > 0)
        {
            throw new HandlerException("argument should be aggregate number");
        }

        var lines = new StringBuilder();
        foreach (uint number in _counts
            .Where(entry => entry.Key.Aggregate == aggregate && isWanted(entry.Value))
            .Select(entry => entry.Key.Number).Order())
        {
            lines.Append(number).Append('\n');
        }

        return lines.ToString();
    }
}
