using System.Numerics;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Decides what a term means, and whether it makes sense.</summary>
/// <param name="term">The term, which it completes.</param>
/// <param name="report">Where complaints go.</param>
internal sealed class PatternTermSettler(PatternTerm term, PatternReport report)
{
    private const uint EcnMask = 3;
    private const uint CongestionExperienced = 3;
    private const uint ProtocolMask = 0xff;
    private const uint PortMask = 0xffff;

    /// <summary>Fills in what the term before it says, and checks that all parts agree.</summary>
    /// <returns>Whether the term means something.</returns>
    public bool Settle(PatternTerm previous)
    {
        bool saysEnds = term.Ends != PatternEnds.Unsaid;
        if (term.IsBroken || (term.Type.Kind == PatternKind.None && !TakeTypeFromData(previous)))
        {
            return false;
        }

        char header = term.Header != '\0' ? term.Header : term.Data.Kind == PatternKind.Ethernet ? 'e' : 'i';
        if (header == 'e' && term.Type.Kind == PatternKind.Host)
        {
            term.Type = new PatternType(PatternKind.Ethernet);
        }

        bool isAddress = term.Type.Kind is PatternKind.Host or PatternKind.Network or PatternKind.Ethernet;
        if (header != 'i' && !isAddress)
        {
            return Complain("ip only");
        }

        if (!(isAddress ? SettleAddress(header) : SettleValue()))
        {
            return false;
        }

        bool hasEnds = term.Type.Kind is PatternKind.Host or PatternKind.Port or PatternKind.Ethernet;
        if (hasEnds && term.Ends == PatternEnds.Unsaid)
        {
            term.Ends = PatternEnds.Either;
        }
        else if (!hasEnds && saysEnds)
        {
            report.Warning($"'{term.Name}': 'src' or 'dst' ignored");
        }

        return true;
    }

    private bool TakeTypeFromData(PatternTerm previous)
    {
        if (term.Data.Kind == PatternKind.Number)
        {
            if (previous.Type.Kind is not (PatternKind.Field or PatternKind.Protocol or PatternKind.Port))
            {
                report.Error("specify header field or 'port'");
                return false;
            }

            term.Data = previous.Type;
        }

        term.Type = term.Data;
        switch (term.Data.Kind)
        {
            case PatternKind.None when term.Transport == PatternProtocols.Unknown:
                report.Error("partial directive");
                return false;
            case PatternKind.None:
                term.Type = new PatternType(PatternKind.Protocol);
                break;
            case PatternKind.Host or PatternKind.Network or PatternKind.TcpOption or PatternKind.Ethernet:
                term.Ends = term.Ends == PatternEnds.Unsaid ? previous.Ends : term.Ends;
                break;
            case PatternKind.Port:
                term.Ends = term.Ends == PatternEnds.Unsaid ? previous.Ends : term.Ends;
                term.Transport =
                    term.Transport == PatternProtocols.Unknown ? previous.Transport : term.Transport;
                break;
            case PatternKind.Field when term.Data.Protocol != 0 && term.Transport == PatternProtocols.Unknown:
                term.Transport = term.Data.Protocol;
                break;
            default:
                break;
        }

        return true;
    }

    private bool SettleAddress(char header)
    {
        bool isEthernet = term.Type.Kind == PatternKind.Ethernet;
        if (header != (isEthernet ? 'e' : 'i') || term.Data.Kind != term.Type.Kind)
        {
            return Complain("address missing");
        }

        if (term.Operator != PatternOperator.Equal)
        {
            return Complain("operator not supported");
        }

        bool fits = term.MaskKind == PatternKind.None
            || (isEthernet ? term.MaskKind == PatternKind.Ethernet : term.MaskKind != PatternKind.Ethernet);
        if (!fits)
        {
            return Complain("bad mask");
        }

        if (!isEthernet)
        {
            term.Mask = term.MaskKind != PatternKind.None ? term.GivenMask
                : term.Type.Kind == PatternKind.Host ? uint.MaxValue : term.Mask;
            term.Type = new PatternType(PatternKind.Host);
        }

        return true;
    }

    private bool SettleValue()
    {
        switch (term.Type.Kind)
        {
            case PatternKind.Protocol:
                return SettleProtocol();
            case PatternKind.Port:
                return SettlePort();
            case PatternKind.TcpOption:
                return SettleTcpOption();
            case PatternKind.EcnCapable:
                return SettleEcnCapable();
            case PatternKind.Congestion or PatternKind.Fragment or PatternKind.Unfragmented:
                return SettleFlag();
            default:
                bool fits = term.Data.Kind == PatternKind.Number || term.Data == term.Type;
                return fits
                    ? SetMask(uint.MaxValue >> (32 - term.Type.BitCount))
                    : Complain("value missing");
        }
    }

    private bool SettleProtocol()
    {
        int protocol = term.Transport;
        if (term.Data.Kind is PatternKind.Number or PatternKind.Protocol)
        {
            if (term.Transport != PatternProtocols.Unknown && term.Transport != term.Value)
            {
                return Complain("specified twice");
            }

            protocol = (int)term.Value;
        }
        else if (term.Data.Kind != PatternKind.None || protocol == PatternProtocols.Unknown)
        {
            return Complain("value missing");
        }

        term.Transport = PatternProtocols.Unknown;
        term.Value = (uint)protocol;
        if (term.Value >= PatternProtocols.FirstPseudo && term.Data.Kind != PatternKind.Number)
        {
            term.Mask = ProtocolMask;
            if (term.Operator != PatternOperator.Equal || term.MaskKind != PatternKind.None)
            {
                report.Error($"'{PatternProtocols.TextOf(protocol)}': operator or mask not supported");
                return false;
            }
        }
        else if (!SetMask(ProtocolMask))
        {
            return false;
        }

        if (term.Operator == PatternOperator.Equal && term.Mask == ProtocolMask && !term.IsNegated)
        {
            term.Transport = (int)term.Value;
        }

        return true;
    }

    private bool SettlePort()
    {
        if (term.Data.Kind is not (PatternKind.Number or PatternKind.Port))
        {
            return Complain("value missing");
        }

        if (term.Transport == PatternProtocols.Unknown)
        {
            term.Transport = PatternProtocols.TcpOrUdp;
        }
        else if (term.Transport is not (PatternProtocols.Tcp or PatternProtocols.Udp
            or PatternProtocols.TcpOrUdp or PatternProtocols.Dccp))
        {
            report.Error($"'port': bad protocol {term.Transport}");
            return false;
        }

        return SetMask(PortMask);
    }

    private bool SettleTcpOption()
    {
        if (term.Data.Kind is not (PatternKind.Number or PatternKind.TcpOption))
        {
            return Complain("value missing");
        }

        if (term.Transport == PatternProtocols.Unknown)
        {
            term.Transport = PatternProtocols.Tcp;
        }
        else if (term.Transport != PatternProtocols.Tcp)
        {
            report.Error($"'tcp opt': bad protocol {term.Transport}");
            return false;
        }

        if (term.Operator != PatternOperator.Equal || term.IsNegated || term.MaskKind != PatternKind.None)
        {
            return Complain("operator or mask not supported");
        }

        if (term.Value > byte.MaxValue)
        {
            report.Error($"'tcp opt': value {(int)term.Value} out of range");
            return false;
        }

        term.Mask = term.Value;
        return true;
    }

    private bool SettleEcnCapable()
    {
        if (term.Data.Kind is not (PatternKind.None or PatternKind.Number))
        {
            return Complain("value missing");
        }

        if (term.Data.Kind == PatternKind.None)
        {
            (term.Value, term.IsNegated) = (0, true);
        }

        bool settled = SetMask(EcnMask);
        term.Type = PatternType.Service;
        return settled;
    }

    private bool SettleFlag()
    {
        if (term.Data.Kind != PatternKind.None || term.MaskKind != PatternKind.None)
        {
            return Complain("value not supported");
        }

        if (term.Type.Kind == PatternKind.Congestion)
        {
            (term.Value, term.Mask, term.Type) = (CongestionExperienced, EcnMask, PatternType.Service);
        }
        else if (term.Type.Kind == PatternKind.Unfragmented)
        {
            (term.IsNegated, term.Type) = (true, new PatternType(PatternKind.Fragment));
        }

        return true;
    }

    // Brings value, mask and operator into a form that the compiler knows: equal or greater, the value's bits
    // inside the mask, and no comparison that always turns out the same.
    private bool SetMask(uint full)
    {
        if (term.MaskKind is not (PatternKind.None or PatternKind.Number))
        {
            return Complain("bad mask");
        }

        term.Mask = term.MaskKind == PatternKind.Number ? term.GivenMask : full;
        if ((term.Mask & ~full) != 0)
        {
            return Complain($"mask out of range, bound 0x{full:X}");
        }

        if (term.Operator == PatternOperator.Equal)
        {
            return term.Value <= full || Complain($"out of range, bound {full}");
        }

        bool never = term.Operator == PatternOperator.Less ? term.Value == 0 : term.Value >= term.Mask;
        bool ever = term.Operator == PatternOperator.Less && term.Value > term.Mask;
        if (never || ever)
        {
            bool holds = ever != term.IsNegated;
            report.Warning(
                $"relation '{term.OperatorText} {term.Value}' is always {(holds ? "true" : "false")} "
                + $"(range 0-{term.Mask})");
            (term.Value, term.Mask, term.IsNegated, term.Operator) = (0, 0, !holds, PatternOperator.Equal);
            return true;
        }

        if (term.Operator == PatternOperator.Less)
        {
            (term.Value, term.IsNegated, term.Operator) =
                (term.Value - 1, !term.IsNegated, PatternOperator.Greater);
        }

        // "Greater than 2 under mask 5" is "greater than 1 under mask 5": below the highest bit that the mask
        // lacks, all of the mask's bits may be set.
        uint missing = term.Value & full & ~term.Mask;
        if (missing != 0)
        {
            term.Value = (term.Value | ((1u << BitOperations.Log2(missing)) - 1)) & term.Mask;
        }

        return true;
    }

    private bool Complain(string text)
    {
        report.Error($"'{term.Name}': {text}");
        return false;
    }
}
