namespace Xia.Internet.Wire;

/// <summary>What an ICMP message says (RFC 792).</summary>
public enum IcmpType : byte
{
    /// <summary>An answer to an echo.</summary>
    EchoReply = 0,

    /// <summary>A packet could not be delivered; the code says why.</summary>
    Unreachable = 3,

    /// <summary>A source should slow down; deprecated by RFC 6633.</summary>
    SourceQuench = 4,

    /// <summary>There is a better first hop.</summary>
    Redirect = 5,

    /// <summary>Asks for an answer.</summary>
    Echo = 8,

    /// <summary>A packet ran out of hops, or of time for reassembly.</summary>
    TimeExceeded = 11,

    /// <summary>A packet's header is wrong.</summary>
    ParameterProblem = 12,
}
