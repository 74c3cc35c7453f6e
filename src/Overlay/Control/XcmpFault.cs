namespace Xia.Overlay.Control;

/// <summary>Why a payload is no XCMP message.</summary>
public enum XcmpFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It ends before the fixed part does.</summary>
    TooShort,

    /// <summary>Its first byte is that of another kind of payload.</summary>
    OtherKind,

    /// <summary>The checksum does not match.</summary>
    Checksum,
}
