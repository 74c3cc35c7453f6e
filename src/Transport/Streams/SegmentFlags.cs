namespace Xia.Transport.Streams;

/// <summary>The control bits of a segment, with the values that TCP gives them (RFC 9293, 3.1).</summary>
[Flags]
public enum SegmentFlags : byte
{
    /// <summary>None is set.</summary>
    None = 0,

    /// <summary>The sender has no more bytes.</summary>
    Fin = 0x01,

    /// <summary>The sequence number is the sender's first.</summary>
    Syn = 0x02,

    /// <summary>The connection is given up or never was.</summary>
    Reset = 0x04,

    /// <summary>The acknowledgement number counts.</summary>
    Ack = 0x10,
}
