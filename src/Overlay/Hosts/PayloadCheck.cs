namespace Xia.Overlay.Hosts;

/// <summary>Why a payload was not taken.</summary>
internal enum PayloadCheck
{
    /// <summary>It was.</summary>
    Sound,

    /// <summary>It ends before its fixed part does.</summary>
    TooShort,

    /// <summary>Bytes that must be zero are not.</summary>
    ReservedNotZero,

    /// <summary>The bytes are not those that were sent.</summary>
    WrongChecksum,

    /// <summary>The sender names no association of its own.</summary>
    NoSenderNonce,
}
