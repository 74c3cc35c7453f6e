using Xia.Internet.Wire;

namespace Xia.Internet.Hosts;

/// <summary>Windows in bytes to and from the 16 bits of a TCP header (RFC 7323, section 2).</summary>
internal static class TcpWindow
{
    /// <summary>The least shift with which a whole receive buffer can be told.</summary>
    public static byte ScaleFor(int bufferBytes)
    {
        byte scale = 0;
        while (scale < TcpHeader.MaximumWindowScale && bufferBytes >> scale > ushort.MaxValue)
        {
            scale++;
        }

        return scale;
    }

    /// <summary>The field for a window; what does not fit is not told.</summary>
    public static ushort ToField(uint windowBytes, byte scale) =>
        (ushort)Math.Min(windowBytes >> scale, ushort.MaxValue);

    /// <summary>The window that a field stands for.</summary>
    public static uint FromField(ushort field, byte scale) => (uint)field << scale;
}
