using System.Numerics;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>One test of a pattern as far as it is read: qualifiers, operator, value.</summary>
/// <remarks>
/// What a term leaves unsaid it takes from the one before it (<c>src port 80 or 81</c>).
/// <see cref="Settle"/> decides what it means and whether it makes sense;
/// <see cref="PatternCompiler"/> turns it into tests of words.
/// </remarks>
internal sealed class PatternTerm
{
    private const uint EcnMask = 3;
    private const uint CongestionExperienced = 3;
    private const uint ProtocolMask = 0xff;
    private const uint PortMask = 0xffff;

    public PatternType Type { get; set; }

    /// <summary>What kind of value was given.</summary>
    public PatternType Data { get; set; }

    public PatternOperator Operator { get; set; }

    public bool IsNegated { get; set; }

    public PatternEnds Ends { get; set; }

    public int Transport { get; set; } = PatternProtocols.Unknown;

    public uint Value { get; set; }

    public uint Mask { get; set; }

    /// <summary>An Ethernet address as a number.</summary>
    public ulong EthernetValue { get; set; }

    public ulong EthernetMask { get; set; } = (1UL << 48) - 1;

    /// <summary>The kind of mask that was given, <see cref="PatternKind.None"/> for none.</summary>
    public PatternKind MaskKind { get; set; }

    /// <summary>The mask that was given.</summary>
    public uint GivenMask { get; set; }

    /// <summary>Whether <c>ip</c> or <c>ether</c> was said: 'i', 'e' or '\0'.</summary>
    public char Header { get; set; }

    /// <summary>Whether a word of it was wrong, so that nothing else is worth saying.</summary>
    public bool IsBroken { get; set; }

    private string Name => (Ends switch
    {
        PatternEnds.Source => "src ",
        PatternEnds.Destination => "dst ",
        PatternEnds.Either => "src or dst ",
        PatternEnds.Both => "src and dst ",
        _ => "",
    }) + Type;

    private string OperatorText => Operator switch
    {
        PatternOperator.Greater => IsNegated ? "<=" : ">",
        PatternOperator.Less => IsNegated ? ">=" : "<",
        _ => IsNegated ? "!=" : "=",
    };

    public void SetType(PatternType type, PatternReport report)
    {
        if (Type.Kind != PatternKind.None)
        {
            report.Error("type specified twice");
        }

        Type = type;
    }

    public void SetEnds(PatternEnds ends, PatternReport report)
    {
        if (Ends != PatternEnds.Unsaid)
        {
            report.Error("'src' or 'dst' specified twice");
        }

        Ends = ends;
    }

    public void SetTransport(int transport, PatternReport report)
    {
        if (Transport != PatternProtocols.Unknown && Transport != transport)
        {
            report.Error("transport protocol specified twice");
        }

        Transport = transport;
    }

    /// <summary>Fills in what the term before it says, and checks that all parts agree.</summary>
    /// <returns>Whether the term means something.</returns>
    public bool Settle(PatternTerm previous, PatternReport report)
    {
        bool saysEnds = Ends != PatternEnds.Unsaid;
        if (IsBroken || (Type.Kind == PatternKind.None && !TakeTypeFromData(previous, report)))
        {
            return false;
        }

        char header = Header != '\0' ? Header : Data.Kind == PatternKind.Ethernet ? 'e' : 'i';
        if (header == 'e' && Type.Kind == PatternKind.Host)
        {
            Type = new PatternType(PatternKind.Ethernet);
        }

        bool isAddress = Type.Kind is PatternKind.Host or PatternKind.Network or PatternKind.Ethernet;
        if (header != 'i' && !isAddress)
        {
            return Complain("ip only", report);
        }

        if (!(isAddress ? SettleAddress(header, report) : SettleValue(report)))
        {
            return false;
        }

        bool hasEnds = Type.Kind is PatternKind.Host or PatternKind.Port or PatternKind.Ethernet;
        if (hasEnds && Ends == PatternEnds.Unsaid)
        {
            Ends = PatternEnds.Either;
        }
        else if (!hasEnds && saysEnds)
        {
            report.Warning($"'{Name}': 'src' or 'dst' ignored");
        }

        return true;
    }

    private bool TakeTypeFromData(PatternTerm previous, PatternReport report)
    {
        if (Data.Kind == PatternKind.Number)
        {
            if (previous.Type.Kind is not (PatternKind.Field or PatternKind.Protocol or PatternKind.Port))
            {
                report.Error("specify header field or 'port'");
                return false;
            }

            Data = previous.Type;
        }

        Type = Data;
        switch (Data.Kind)
        {
            case PatternKind.None when Transport == PatternProtocols.Unknown:
                report.Error("partial directive");
                return false;
            case PatternKind.None:
                Type = new PatternType(PatternKind.Protocol);
                break;
            case PatternKind.Host or PatternKind.Network or PatternKind.TcpOption or PatternKind.Ethernet:
                Ends = Ends == PatternEnds.Unsaid ? previous.Ends : Ends;
                break;
            case PatternKind.Port:
                Ends = Ends == PatternEnds.Unsaid ? previous.Ends : Ends;
                Transport = Transport == PatternProtocols.Unknown ? previous.Transport : Transport;
                break;
            case PatternKind.Field when Data.Protocol != 0 && Transport == PatternProtocols.Unknown:
                Transport = Data.Protocol;
                break;
            default:
                break;
        }

        return true;
    }

    private bool SettleAddress(char header, PatternReport report)
    {
        bool isEthernet = Type.Kind == PatternKind.Ethernet;
        if (header != (isEthernet ? 'e' : 'i') || Data.Kind != Type.Kind)
        {
            return Complain("address missing", report);
        }

        if (Operator != PatternOperator.Equal)
        {
            return Complain("operator not supported", report);
        }

        bool fits = MaskKind == PatternKind.None
            || (isEthernet ? MaskKind == PatternKind.Ethernet : MaskKind != PatternKind.Ethernet);
        if (!fits)
        {
            return Complain("bad mask", report);
        }

        if (!isEthernet)
        {
            Mask = MaskKind != PatternKind.None ? GivenMask
                : Type.Kind == PatternKind.Host ? uint.MaxValue : Mask;
            Type = new PatternType(PatternKind.Host);
        }

        return true;
    }

    private bool SettleValue(PatternReport report)
    {
        switch (Type.Kind)
        {
            case PatternKind.Protocol:
                return SettleProtocol(report);
            case PatternKind.Port:
                return SettlePort(report);
            case PatternKind.TcpOption:
                return SettleTcpOption(report);
            case PatternKind.EcnCapable:
                return SettleEcnCapable(report);
            case PatternKind.Congestion or PatternKind.Fragment or PatternKind.Unfragmented:
                return SettleFlag(report);
            default:
                bool fits = Data.Kind == PatternKind.Number || Data == Type;
                return fits
                    ? SetMask(uint.MaxValue >> (32 - Type.BitCount), report)
                    : Complain("value missing", report);
        }
    }

    private bool SettleProtocol(PatternReport report)
    {
        int protocol = Transport;
        if (Data.Kind is PatternKind.Number or PatternKind.Protocol)
        {
            if (Transport != PatternProtocols.Unknown && Transport != Value)
            {
                return Complain("specified twice", report);
            }

            protocol = (int)Value;
        }
        else if (Data.Kind != PatternKind.None || protocol == PatternProtocols.Unknown)
        {
            return Complain("value missing", report);
        }

        Transport = PatternProtocols.Unknown;
        Value = (uint)protocol;
        if (Value >= PatternProtocols.FirstPseudo && Data.Kind != PatternKind.Number)
        {
            Mask = ProtocolMask;
            if (Operator != PatternOperator.Equal || MaskKind != PatternKind.None)
            {
                report.Error($"'{PatternProtocols.TextOf(protocol)}': operator or mask not supported");
                return false;
            }
        }
        else if (!SetMask(ProtocolMask, report))
        {
            return false;
        }

        if (Operator == PatternOperator.Equal && Mask == ProtocolMask && !IsNegated)
        {
            Transport = (int)Value;
        }

        return true;
    }

    private bool SettlePort(PatternReport report)
    {
        if (Data.Kind is not (PatternKind.Number or PatternKind.Port))
        {
            return Complain("value missing", report);
        }

        if (Transport == PatternProtocols.Unknown)
        {
            Transport = PatternProtocols.TcpOrUdp;
        }
        else if (Transport is not (PatternProtocols.Tcp or PatternProtocols.Udp
            or PatternProtocols.TcpOrUdp or PatternProtocols.Dccp))
        {
            report.Error($"'port': bad protocol {Transport}");
            return false;
        }

        return SetMask(PortMask, report);
    }

    private bool SettleTcpOption(PatternReport report)
    {
        if (Data.Kind is not (PatternKind.Number or PatternKind.TcpOption))
        {
            return Complain("value missing", report);
        }

        if (Transport == PatternProtocols.Unknown)
        {
            Transport = PatternProtocols.Tcp;
        }
        else if (Transport != PatternProtocols.Tcp)
        {
            report.Error($"'tcp opt': bad protocol {Transport}");
            return false;
        }

        if (Operator != PatternOperator.Equal || IsNegated || MaskKind != PatternKind.None)
        {
            return Complain("operator or mask not supported", report);
        }

        if (Value > byte.MaxValue)
        {
            report.Error($"'tcp opt': value {(int)Value} out of range");
            return false;
        }

        Mask = Value;
        return true;
    }

    private bool SettleEcnCapable(PatternReport report)
    {
        if (Data.Kind is not (PatternKind.None or PatternKind.Number))
        {
            return Complain("value missing", report);
        }

        if (Data.Kind == PatternKind.None)
        {
            (Value, IsNegated) = (0, true);
        }

        bool settled = SetMask(EcnMask, report);
        Type = PatternType.Service;
        return settled;
    }

    private bool SettleFlag(PatternReport report)
    {
        if (Data.Kind != PatternKind.None || MaskKind != PatternKind.None)
        {
            return Complain("value not supported", report);
        }

        if (Type.Kind == PatternKind.Congestion)
        {
            (Value, Mask, Type) = (CongestionExperienced, EcnMask, PatternType.Service);
        }
        else if (Type.Kind == PatternKind.Unfragmented)
        {
            (IsNegated, Type) = (true, new PatternType(PatternKind.Fragment));
        }

        return true;
    }

    // Brings value, mask and operator into a form that the compiler knows: equal or greater, the value's bits
    // inside the mask, and no comparison that always turns out the same.
    private bool SetMask(uint full, PatternReport report)
    {
        if (MaskKind is not (PatternKind.None or PatternKind.Number))
        {
            return Complain("bad mask", report);
        }

        Mask = MaskKind == PatternKind.Number ? GivenMask : full;
        if ((Mask & ~full) != 0)
        {
            return Complain($"mask out of range, bound 0x{full:X}", report);
        }

        if (Operator == PatternOperator.Equal)
        {
            return Value <= full || Complain($"out of range, bound {full}", report);
        }

        bool never = Operator == PatternOperator.Less ? Value == 0 : Value >= Mask;
        bool ever = Operator == PatternOperator.Less && Value > Mask;
        if (never || ever)
        {
            bool holds = ever != IsNegated;
            report.Warning($"relation '{OperatorText} {Value}' is always {(holds ? "true" : "false")} "
                + $"(range 0-{Mask})");
            (Value, Mask, IsNegated, Operator) = (0, 0, !holds, PatternOperator.Equal);
            return true;
        }

        if (Operator == PatternOperator.Less)
        {
            (Value, IsNegated, Operator) = (Value - 1, !IsNegated, PatternOperator.Greater);
        }

        // "Greater than 2 under mask 5" is "greater than 1 under mask 5": below the highest bit that the mask
        // lacks, all of the mask's bits may be set.
        uint missing = Value & full & ~Mask;
        if (missing != 0)
        {
            Value = (Value | ((1u << BitOperations.Log2(missing)) - 1)) & Mask;
        }

        return true;
    }

    private bool Complain(string text, PatternReport report)
    {
        report.Error($"'{Name}': {text}");
        return false;
    }
}
