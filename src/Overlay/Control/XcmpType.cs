namespace Xia.Overlay.Control;

/// <summary>What an XCMP message says; the numbers are ICMP's.</summary>
public enum XcmpType : byte
{
    /// <summary>The answer to an echo request.</summary>
    EchoReply = 0,

    /// <summary>
    /// The packet quoted could not be passed on or delivered; the code is of <see cref="XcmpCode"/>.
    /// </summary>
    Unreachable = 3,

    /// <summary>Please answer.</summary>
    EchoRequest = 8,

    /// <summary>The hop limit of the packet quoted ran out on its way (code 0).</summary>
    TimeExceeded = 11,
}
