using Xia.Overlay.Addresses;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Puts the same XIP header before every packet.</summary>
/// <syntax>XIAEncap(SRC, DST, HLIM 250)</syntax>
/// <remarks>
/// SRC and DST are DAG addresses in either dialect, HLIM the hop limit, 1 to 255. What the packet was becomes
/// the payload; one that is longer than 65535 bytes is dropped.
/// </remarks>
/// <handler name="src" access="rw">The source address.</handler>
/// <handler name="dst" access="rw">The destination address.</handler>
/// <handler name="drops" access="r">Packets that were too long.</handler>
/// <example>InfiniteSource(LENGTH 94) -> XIAEncap(RE AD:… HID:…, RE AD:…) -> …</example>
public sealed class XIAEncap : SimpleElement
{
    private DagAddress? _source;
    private DagAddress? _destination;
    private byte _hopLimit;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIAEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _source = arguments.Mandatory("SRC", XiaArguments.Dag);
        _destination = arguments.Mandatory("DST", XiaArguments.Dag);
        _hopLimit = (byte)arguments.Positional(
            "HLIM", ArgumentTypes.Int32(1, byte.MaxValue), XipLayout.DefaultHopLimit);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => $"{_source}\n");
        handlers.Write("src", text => Set(text, ref _source));
        handlers.Read("dst", () => $"{_destination}\n");
        handlers.Write("dst", text => Set(text, ref _destination));
        handlers.Read("drops", () => $"{_drops}\n");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int payloadBytes = packet.LengthBytes;
        int headerBytes = XipWriter.LengthBytes(_destination!, _source);
        if (payloadBytes > ushort.MaxValue || payloadBytes + headerBytes > PacketPool.MaximumDataBytes)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        XipWriter.Write(packet.Push(headerBytes), _destination!, _source, payloadBytes, _hopLimit);
        packet.SetNetworkHeader(0);
        return packet;
    }

    private static string? Set(string text, ref DagAddress? address)
    {
        if (!XiaArguments.Dag(text.Trim(), out DagAddress? read, out string? error))
        {
            return error;
        }

        address = read;
        return null;
    }
}
