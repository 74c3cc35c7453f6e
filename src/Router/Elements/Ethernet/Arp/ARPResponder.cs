using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>
/// Answers ARP requests for its addresses, own or by proxy, and announces them (RFC 826, RFC 5227).
/// </summary>
/// <syntax>ARPResponder(PREFIX … ETH, …, keyword ANNOUNCE false)</syntax>
/// <remarks>
/// Each argument names addresses or prefixes and the Ethernet address to answer with; a name that stands for
/// both is enough. Input 0: ARP frames; output 0: answers; output 1, when in use: frames that it does not
/// answer, else they are dropped. The longest prefix decides; a repeated one replaces the earlier. Answers
/// carry the VLAN annotation of the request. With ANNOUNCE the single addresses are announced at the start.
/// </remarks>
/// <handler name="table" access="r">A line for each prefix, the longest first.</handler>
/// <handler name="lookup" access="r+">The Ethernet address for an IP address, or nothing.</handler>
/// <handler name="add" access="w">Adds <c>PREFIX … ETH</c>.</handler>
/// <handler name="remove" access="w">Takes a prefix out.</handler>
/// <handler name="announce" access="w">
/// Announces an IP address, or all single ones when nothing is written.
/// </handler>
public sealed class ARPResponder : SimpleElement
{
    /// <summary>How many prefixes it answers for.</summary>
    public const int MaximumEntries = 65_536;

    private List<(IpPrefix Prefix, MacAddress Mac)> _entries = [];
    private bool _announce;
    private RouterTask? _task;

    /// <inheritdoc/>
    public override string ClassName => "ARPResponder";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        bool announce = arguments.Keyword("ANNOUNCE", ArgumentTypes.Bool, false);
        var entries = new List<(IpPrefix Prefix, MacAddress Mac)>();
        IReadOnlyList<string> texts = arguments.Rest();
        for (int index = 0; index < texts.Count; index++)
        {
            if (Add(entries, texts[index], arguments.Warning) is { } error)
            {
                arguments.Error($"argument {index}: {error}");
            }
        }

        if (arguments.Errors.Count == 0)
        {
            _entries = entries;
            _announce = announce;
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
        handlers.ReadWith("lookup", Lookup);
        handlers.Write("add", text => Add(_entries, text, null));
        handlers.Write("remove", Remove);
        handlers.Write("announce", Announce);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < EthernetHeader.LengthBytes
            || EthernetHeader.ReadType(packet.Data) != EtherTypes.Arp
            || ArpPacket.TryRead(
                packet.Data[EthernetHeader.LengthBytes..], out ArpPacket arp) != ArpFault.None
            || arp.Operation != ArpOperation.Request || arp.IsGratuitous
            || !TryFind(arp.TargetIp, out MacAddress mac))
        {
            Divert(1, packet);
            return null;
        }

        Packet answer = Build(arp.SenderMac, mac, ArpPacket.ReplyTo(arp, mac));
        answer.Annotations.VlanTag = packet.Annotations.VlanTag;
        packet.Kill();
        return answer;
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

    private Packet Build(MacAddress destination, MacAddress source, ArpPacket arp)
    {
        Packet packet = Pool.Take(EthernetHeader.LengthBytes + ArpPacket.LengthBytes);
        Span<byte> frame = packet.WritableData();
        new EthernetHeader(destination, source, EtherTypes.Arp).Write(frame);
        arp.Write(frame[EthernetHeader.LengthBytes..]);
        packet.SetMacHeader(0);
        packet.SetNetworkHeader(EthernetHeader.LengthBytes);
        return packet;
    }

    private string? Add(
        List<(IpPrefix Prefix, MacAddress Mac)> entries, string text, Action<string>? warn)
    {
        if (Read(text, out List<IpPrefix> prefixes, out MacAddress mac) is { } error)
        {
            return error;
        }

        foreach (IpPrefix prefix in prefixes)
        {
            if (entries.RemoveAll(entry => entry.Prefix == prefix) > 0)
            {
                warn?.Invoke($"warning: multiple entries for {prefix}");
            }

            if (entries.Count == MaximumEntries)
            {
                return $"more than {MaximumEntries} entries";
            }

            // Longer prefixes stand before shorter ones, so that the first match is the longest.
            int place = entries.FindIndex(entry => entry.Prefix.LengthBits < prefix.LengthBits);
            entries.Insert(place < 0 ? entries.Count : place, (prefix, mac));
        }

        return null;
    }

    // A word may be a prefix, an Ethernet address or a name for both; the name's Ethernet address counts when
    // no other is there.
    private string? Read(string text, out List<IpPrefix> prefixes, out MacAddress mac)
    {
        prefixes = [];
        mac = default;
        MacAddress? written = null;
        MacAddress? named = null;
        foreach (string word in ArgumentText.Words(text))
        {
            bool isPrefix = TryReadPrefix(word, out IpPrefix prefix);
            bool isMac = ArgumentTypes.MacAddress(this)(word, out MacAddress read, out _);
            if (isPrefix)
            {
                prefixes.Add(prefix);
                named ??= isMac ? read : null;
            }
            else if (!isMac)
            {
                return "expected IP/MASK ETH";
            }
            else if (written is not null)
            {
                return "more than one ETH";
            }
            else
            {
                written = read;
            }
        }

        mac = written ?? named ?? default;
        return prefixes.Count == 0 ? "missing IP/MASK"
            : written is null && named is null ? "missing ETH" : null;
    }

    private bool TryReadPrefix(string word, out IpPrefix prefix)
    {
        if (ArgumentTypes.IpAddress(this)(word, out IpAddress address, out _))
        {
            prefix = new IpPrefix(address, IpPrefix.MaximumLengthBits);
            return true;
        }

        return ArgumentTypes.IpPrefix(this)(word, out prefix, out _);
    }

    private string Lookup(string text) =>
        ArgumentTypes.IpAddress(this)(text.Trim(), out IpAddress address, out _)
            ? TryFind(address, out MacAddress mac) ? mac.ToHyphenString() : ""
            : throw new HandlerException("expected IP address");

    private string? Remove(string text)
    {
        if (!TryReadPrefix(text.Trim(), out IpPrefix prefix))
        {
            return "expected IP/MASK";
        }

        return _entries.RemoveAll(entry => entry.Prefix == prefix) > 0 ? null : $"{prefix} not found";
    }

    private string? Announce(string text)
    {
        string wanted = text.Trim();
        if (!Output(0).IsPush)
        {
            return "answers are pulled, so nothing can be announced";
        }

        if (wanted.Length > 0)
        {
            if (!ArgumentTypes.IpAddress(this)(wanted, out IpAddress address, out _))
            {
                return "expected IP address";
            }

            if (!TryFind(address, out MacAddress owner))
            {
                return $"no entry for {address}";
            }

            Output(0).Push(Build(MacAddress.Broadcast, owner, ArpPacket.Announcement(owner, address)));
            return null;
        }

        foreach ((IpPrefix prefix, MacAddress mac) in _entries.ToArray())
        {
            if (prefix.LengthBits == IpPrefix.MaximumLengthBits && prefix.Address.IsUnicast)
            {
                Output(0).Push(
                    Build(MacAddress.Broadcast, mac, ArpPacket.Announcement(mac, prefix.Address)));
            }
        }

        return null;
    }

    private string Table()
    {
        var text = new StringBuilder();
        foreach ((IpPrefix prefix, MacAddress mac) in _entries)
        {
            text.Append(prefix).Append(' ').Append(mac.ToHyphenString()).Append('\n');
        }

        return text.ToString();
    }
}
