namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>One thing that a word may be the value of.</summary>
/// <param name="Type">Of which test.</param>
/// <param name="Transport">Of which protocol; unknown for a protocol's own name.</param>
/// <param name="Value">The value.</param>
internal readonly record struct PatternMeaning(PatternType Type, int Transport, uint Value)
{
    /// <summary>Whether it fits what is known of the test; <c>None</c> and unknown fit everything.</summary>
    public bool Fits(PatternType type, int transport)
    {
        bool fitsTransport = Type.Kind == PatternKind.Protocol || transport == PatternProtocols.Unknown
            || transport == Transport
            || (transport == PatternProtocols.TcpOrUdp && Transport != PatternProtocols.Icmp);
        return fitsTransport && (type.Kind == PatternKind.None || type == Type);
    }
}
