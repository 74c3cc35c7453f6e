using System.Collections.Frozen;
using Xia.Router.Elements.Icmp;
using Xia.Router.Graph;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>What the words of a pattern mean to the element that has it.</summary>
internal sealed class PatternNames(Element element)
{
    private static readonly FrozenDictionary<string, PatternType> TypeNames =
        new Dictionary<string, PatternType>
        {
            ["host"] = new(PatternKind.Host),
            ["net"] = new(PatternKind.Network),
            ["port"] = new(PatternKind.Port),
            ["proto"] = new(PatternKind.Protocol),
            ["opt"] = new(PatternKind.TcpOption),
            ["frag"] = new(PatternKind.Fragment),
            ["unfrag"] = new(PatternKind.Unfragmented),
            ["ect"] = new(PatternKind.EcnCapable),
            ["ce"] = new(PatternKind.Congestion),
            ["vers"] = PatternType.Version,
            ["hl"] = PatternType.HeaderLength,
            ["tos"] = PatternType.Service,
            ["dscp"] = PatternType.DiffServ,
            ["len"] = PatternType.TotalLength,
            ["id"] = PatternType.Identification,
            ["ttl"] = PatternType.TimeToLive,
            ["win"] = PatternType.TcpWindow,
            ["type"] = PatternType.IcmpType,
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> TcpOptions = new Dictionary<string, uint>
    {
        ["fin"] = 0x01,
        ["syn"] = 0x02,
        ["rst"] = 0x04,
        ["psh"] = 0x08,
        ["ack"] = 0x10,
        ["urg"] = 0x20,
    }.ToFrozenDictionary();

    /// <summary>The element whose pattern it is.</summary>
    public Element Element { get; } = element;

    /// <summary>Whether a word names a type of test.</summary>
    public static bool TryType(string word, out PatternType type) => TypeNames.TryGetValue(word, out type);

    /// <summary>
    /// All that a word may be the value of: protocol, TCP and UDP port, TCP option, ICMP type.
    /// </summary>
    public List<PatternMeaning> MeaningsOf(string word)
    {
        var meanings = new List<PatternMeaning>();
        if (TryProtocol(word, out int protocol))
        {
            meanings.Add(new(new(PatternKind.Protocol), PatternProtocols.Unknown, (uint)protocol));
        }

        foreach (int transport in (ReadOnlySpan<int>)[PatternProtocols.Tcp, PatternProtocols.Udp])
        {
            if (TryPort(word, transport, out ushort port))
            {
                meanings.Add(new(new(PatternKind.Port), transport, port));
            }
        }

        if (TcpOptions.TryGetValue(word, out uint flags))
        {
            meanings.Add(new(new(PatternKind.TcpOption), PatternProtocols.Tcp, flags));
        }

        if (IcmpNames.Types.TryGetValue(word, out byte icmpType))
        {
            meanings.Add(new(PatternType.IcmpType, PatternProtocols.Icmp, icmpType));
        }

        return meanings;
    }

    private bool TryProtocol(string word, out int protocol)
    {
        protocol = PatternProtocols.Transport;
        return word == "transp"
            || Element.Router.Names.Of<int>("protocol").TryFind(Element, word, out protocol)
            || ProtocolNames.TryFind(word, out protocol);
    }

    private bool TryPort(string word, int protocol, out ushort port) =>
        Element.Router.Names.Ports((byte)protocol).TryFind(Element, word, out port)
            || WellKnownPorts.TryFind(word, out port);
}
