using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Puts the same Ethernet header before every packet.</summary>
/// <syntax>EtherEncap(ETHERTYPE, SRC, DST)</syntax>
/// <remarks>Marks the link header.</remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
/// <handler name="ethertype" access="rw">ETHERTYPE; read in decimal.</handler>
/// <example>EtherEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2) for IPv4; ARPQuerier finds DST by itself.</example>
public sealed class EtherEncap : SimpleElement
{
    private EthernetHeader _header;

    /// <inheritdoc/>
    public override string ClassName => "EtherEncap";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int type = arguments.Mandatory("ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue));
        MacAddress source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress(this));
        MacAddress destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress(this));
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            _header = new EthernetHeader(destination, source, (ushort)type);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => _header.Source.ToHyphenString());
        handlers.WriteArgument("src", "SRC", 1);
        handlers.Read("dst", () => _header.Destination.ToHyphenString());
        handlers.WriteArgument("dst", "DST", 2);
        handlers.Read("ethertype", () => $"{_header.EtherType}");
        handlers.WriteArgument("ethertype", "ETHERTYPE", 0);
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
        _header.Write(packet.Push(EthernetHeader.LengthBytes));
        packet.SetMacHeader(0);
        return packet;
    }

    private readonly struct OwnWork(EtherEncap element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
