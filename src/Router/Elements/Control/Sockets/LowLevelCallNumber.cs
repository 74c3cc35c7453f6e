namespace Xia.Router.Elements.Control.Sockets;

/// <summary>The number of a low-level call as it is written on the wire.</summary>
/// <remarks>
/// <code>
///  31   30   29          16  15    14    13        8 7      0
/// | in | out | size (bytes) |safe | flat | reserved |  call  |
/// </code>
/// Only flat calls, whose data lie in one piece of known size, can be made from outside.
/// </remarks>
internal readonly record struct LowLevelCallNumber(uint Value)
{
    /// <summary>Which call of the element.</summary>
    public int Call => (int)(Value & byte.MaxValue);

    /// <summary>Whether its data lie in one piece.</summary>
    public bool IsFlat => (Value & 0x4000) != 0;

    /// <summary>How many bytes it is given.</summary>
    public int InputBytes => (Value & 0x80000000) != 0 ? Size : 0;

    /// <summary>How many bytes it gives.</summary>
    public int OutputBytes => (Value & 0x40000000) != 0 ? Size : 0;

    private int Size => (int)((Value >> 16) & 0x3fff);
}
