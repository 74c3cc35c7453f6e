using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>
/// Answers ARP requests for its addresses, own or by proxy, and announces them (RFC 826, RFC 5227).
/// </summary>
/// <remarks>
/// ARPResponder("PREFIX … ETH", …, keyword ANNOUNCE false) — input 0: ARP frames; output 0: answers; output
/// 1, when in use: frames that it does not answer. Push. The longest prefix decides. With ANNOUNCE its host
/// addresses are announced at the start. Handlers: <c>table</c> (r), <c>add</c> "PREFIX … ETH", <c>remove</c>
/// "PREFIX", <c>announce</c> "IP" or empty for all host addresses (w).
/// </remarks>
public sealed class ARPResponder : Element
{
    /// <summary>How many prefixes it answers for.</summary>
    public const int MaximumEntries = 65_536;

    private readonly List<(IpPrefix Prefix, MacAddress Mac)> _entries = [];
    private bool _announce;
    private RouterTask? _task;

    /// <inheritdoc/>
    public override string ClassName => "ARPResponder";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _announce = arguments.Keyword("ANNOUNCE", ArgumentTypes.Bool, false);
        foreach (string entry in arguments.Rest())
        {
            if (Add(entry) is { } error)
            {
                arguments.Error(error);
            }
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_announce)
        {
            _task = new RouterTask(this, () =>
            {
                Announce("");
                return true;
            });
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table);
        handlers.Write("add", Add);
        handlers.Write("remove", Remove);
        handlers.Write("announce", Announce);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (packet.LengthBytes < EthernetHeader.LengthBytes
            || EthernetHeader.ReadType(packet.Data) != EtherTypes.Arp
            || ArpPacket.TryRead(
                packet.Data[EthernetHeader.LengthBytes..], out ArpPacket arp) != ArpFault.None
            || arp.Operation != ArpOperation.Request || arp.IsGratuitous
            || !TryFind(arp.TargetIp, out MacAddress mac) || mac == arp.SenderMac)
        {
            PushOrKill(1, packet);
            return;
        }

        packet.Kill();
        Emit(arp.SenderMac, mac, ArpPacket.ReplyTo(arp, mac));
    }

    private bool TryFind(IpAddress address, out MacAddress mac)
    {
        foreach ((IpPrefix prefix, MacAddress owner) in _entries)
        {
            if (prefix.Contains(address))
            {
                mac = owner;
                return true;
            }
        }

        mac = default;
        return false;
    }

    private void Emit(MacAddress destination, MacAddress source, ArpPacket arp)
    {
        Packet packet = Pool.Take(EthernetHeader.LengthBytes + ArpPacket.LengthBytes);
        Span<byte> frame = packet.WritableData();
        new EthernetHeader(destination, source, EtherTypes.Arp).Write(frame);
        arp.Write(frame[EthernetHeader.LengthBytes..]);
        packet.SetMacHeader(0);
        packet.Annotations.Timestamp = Now;
        Output(0).Push(packet);
    }

    private string? Add(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count < 2 || !MacAddress.TryParse(words[^1], out MacAddress mac))
        {
            return "expected PREFIX … ETH";
        }

        foreach (string word in words.SkipLast(1))
        {
            if (!ArgumentTypes.Prefix(word, out IpPrefix prefix, out _))
            {
                return $"'{word}' is no IP address or prefix";
            }

            _entries.RemoveAll(entry => entry.Prefix == prefix);
            if (_entries.Count == MaximumEntries)
            {
                return $"more than {MaximumEntries} entries";
            }

            // Longer prefixes stand before shorter ones, so that the first match is the longest.
            int place = _entries.FindIndex(entry => entry.Prefix.LengthBits < prefix.LengthBits);
            _entries.Insert(place < 0 ? _entries.Count : place, (prefix, mac));
        }

        return null;
    }

    private string? Remove(string text)
    {
        if (!ArgumentTypes.Prefix(text.Trim(), out IpPrefix prefix, out _))
        {
            return "expected PREFIX";
        }

        return _entries.RemoveAll(entry => entry.Prefix == prefix) > 0 ? null : $"no entry for {prefix}";
    }

    private string? Announce(string text)
    {
        string wanted = text.Trim();
        bool all = wanted.Length == 0;
        if (!IpAddress.TryParse(wanted, out IpAddress address) && !all)
        {
            return "expected IP address";
        }

        if (!all)
        {
            if (!TryFind(address, out MacAddress mac))
            {
                return $"no entry for {address}";
            }

            Emit(MacAddress.Broadcast, mac, ArpPacket.Announcement(mac, address));
            return null;
        }

        foreach ((IpPrefix prefix, MacAddress mac) in _entries.ToArray())
        {
            if (prefix.LengthBits == IpPrefix.MaximumLengthBits && prefix.Address.IsUnicast)
            {
                Emit(MacAddress.Broadcast, mac, ArpPacket.Announcement(mac, prefix.Address));
            }
        }

        return null;
    }

    private string Table()
    {
        var text = new StringBuilder();
        foreach ((IpPrefix prefix, MacAddress mac) in _entries)
        {
            text.Append(prefix).Append(' ').Append(mac).Append('\n');
        }

        return text.ToString();
    }
}
