namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>One test of a pattern as far as it is read: qualifiers, operator, value.</summary>
/// <remarks>
/// What a term leaves unsaid it takes from the one before it (<c>src port 80 or 81</c>).
/// <see cref="PatternTermSettler"/> decides what it means and whether it makes sense;
/// <see cref="PatternCompiler"/> turns it into tests of words.
/// </remarks>
internal sealed class PatternTerm
{
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

    /// <summary>What it tests, as messages name it.</summary>
    public string Name => (Ends switch
    {
        PatternEnds.Source => "src ",
        PatternEnds.Destination => "dst ",
        PatternEnds.Either => "src or dst ",
        PatternEnds.Both => "src and dst ",
        _ => "",
    }) + Type;

    /// <summary>Its operator as it is written.</summary>
    public string OperatorText => Operator switch
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
}
