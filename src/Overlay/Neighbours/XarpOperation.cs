namespace Xia.Overlay.Neighbours;

/// <summary>What a XARP message does; the numbers are ARP's.</summary>
public enum XarpOperation : ushort
{
    /// <summary>
    /// Asks for the link address of an identifier; for the sender's own it is an announcement.
    /// </summary>
    Request = 1,

    /// <summary>Answers a request.</summary>
    Reply = 2,
}
