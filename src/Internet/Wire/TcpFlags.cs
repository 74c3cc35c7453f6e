namespace Xia.Internet.Wire;

/// <summary>The control bits of a TCP header (RFC 9293, 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None is set.</summary>
    None = 0,

    /// <summary>The sender has no more bytes.</summary>
    Fin = 0x01,

    /// <summary>The sequence number is the sender's first.</summary>
    Syn = 0x02,

    /// <summary>The connection is given up or never was.</summary>
    Reset = 0x04,

    /// <summary>The receiver's application should see this now.</summary>
    Push = 0x08,

    /// <summary>The acknowledgement number counts.</summary>
    Ack = 0x10,

    /// <summary>The urgent pointer counts; ignored here, as RFC 6093 advises.</summary>
    Urgent = 0x20,
}
