using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Passes IPv4 packets whose header is right; marks headers, notes the destination, cuts padding off.
/// </summary>
/// <remarks>
/// CheckIPHeader([OFFSET 0], keywords BADSRC "0.0.0.0 255.255.255.255", VERBOSE false) — one input, one or
/// two outputs; wrong packets leave at output 1 (push) or are dropped. Checked: length, version, header
/// length, total length, checksum, source not in BADSRC. Handlers: <c>drops</c> (r), <c>drop_details</c> (r;
/// reason and count per line).
/// </remarks>
public sealed class CheckIPHeader : SimpleElement
{
    private const string DefaultBadSources = "0.0.0.0 255.255.255.255";

    private readonly long[] _faults = new long[Enum.GetValues<Ipv4Fault>().Length];
    private uint[] _badSources = [];
    private long _badSourceDrops;
    private int _offset;
    private bool _verbose;

    /// <inheritdoc/>
    public override string ClassName => "CheckIPHeader";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
        string bad = arguments.Keyword("BADSRC", ArgumentTypes.Raw, DefaultBadSources);
        _verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        var sources = new List<uint>();
        foreach (string word in ArgumentText.Words(bad))
        {
            if (IpAddress.TryParse(word, out IpAddress address))
            {
                sources.Add(address.Value);
            }
            else
            {
                arguments.Error("BADSRC: parse error");
            }
        }

        _badSources = [.. sources];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_faults.Sum() + _badSourceDrops}\n");
        handlers.Read("drop_details", Details);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (data.Length < _offset)
        {
            return Refuse(packet, Ipv4Fault.Truncated);
        }

        ReadOnlySpan<byte> header = data[_offset..];
        Ipv4Fault fault = Ipv4Header.Check(header);
        if (fault != Ipv4Fault.None)
        {
            return Refuse(packet, fault);
        }

        uint source = Ipv4Header.ReadSource(header).Value;
        if (_badSources.AsSpan().Contains(source))
        {
            _badSourceDrops++;
            Divert(1, packet);
            return null;
        }

        int totalBytes = Ipv4Header.ReadTotalLength(header);
        packet.Take(header.Length - totalBytes);
        packet.SetNetworkHeader(_offset);
        packet.SetTransportHeader(_offset + Ipv4Header.ReadHeaderLength(header));
        packet.Annotations.DestinationIp = Ipv4Header.ReadDestination(header).Value;
        return packet;
    }

    private Packet? Refuse(Packet packet, Ipv4Fault fault)
    {
        if (_verbose)
        {
            Environment.Console?.WriteMessage($"{Name}: IP header check failed: {fault}");
        }

        _faults[(int)fault]++;
        Divert(1, packet);
        return null;
    }

    private string Details()
    {
        var text = new StringBuilder();
        foreach (Ipv4Fault fault in Enum.GetValues<Ipv4Fault>())
        {
            if (fault != Ipv4Fault.None)
            {
                text.Append(_faults[(int)fault]).Append('\t').Append(fault).Append('\n');
            }
        }

        return text.Append(_badSourceDrops).Append("\tBadSource\n").ToString();
    }
}
