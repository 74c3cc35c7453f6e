namespace Xia.Internet.Wire;

/// <summary>Where the fields of an IPv4 header stand, for code that reads or patches single ones.</summary>
public static class Ipv4Layout
{
    /// <summary>Type of service: six bits DSCP, two bits ECN.</summary>
    public const int ServiceOffset = 1;

    /// <summary>Total length, two bytes.</summary>
    public const int TotalLengthOffset = 2;

    /// <summary>Identification, two bytes.</summary>
    public const int IdentificationOffset = 4;

    /// <summary>Three flags and the fragment offset in units of eight bytes, two bytes.</summary>
    public const int FragmentOffset = 6;

    /// <summary>Time to live.</summary>
    public const int TimeToLiveOffset = 8;

    /// <summary>Protocol.</summary>
    public const int ProtocolOffset = 9;

    /// <summary>Header checksum, two bytes.</summary>
    public const int ChecksumOffset = 10;

    /// <summary>Source address, four bytes.</summary>
    public const int SourceOffset = 12;

    /// <summary>Destination address, four bytes.</summary>
    public const int DestinationOffset = 16;

    /// <summary>Options, none to forty bytes.</summary>
    public const int OptionsOffset = 20;

    /// <summary>The longest header.</summary>
    public const int MaximumHeaderBytes = 60;

    /// <summary>The fragment offset in the field of flags and offset.</summary>
    public const int FragmentOffsetMask = 0x1fff;

    /// <summary>Bytes of one unit of the fragment offset.</summary>
    public const int FragmentUnitBytes = 8;
}
