namespace Xia.Overlay.Identifiers;

/// <summary>
/// The principal type of an identifier: what kind of thing it names. Any other value is carried opaquely.
/// </summary>
/// <remarks>
/// Numbers of XIA for Linux, which stock Wireshark prints by name; see <see cref="XidTypeNames"/>.
/// </remarks>
public enum XidType : uint
{
    /// <summary>Not a type: the row is absent.</summary>
    None = 0x00,

    /// <summary>An autonomous domain.</summary>
    Ad = 0x10,

    /// <summary>A host or a virtual machine.</summary>
    Hid = 0x11,

    /// <summary>A piece of content.</summary>
    Cid = 0x12,

    /// <summary>A service.</summary>
    Sid = 0x13,
}
