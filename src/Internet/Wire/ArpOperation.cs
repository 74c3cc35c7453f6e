namespace Xia.Internet.Wire;

/// <summary>What an ARP packet does.</summary>
public enum ArpOperation : ushort
{
    /// <summary>
    /// Asks who has an address; with sender and target alike it announces one (RFC 5227, 3).
    /// </summary>
    Request = 1,

    /// <summary>Says who has it.</summary>
    Reply = 2,
}
