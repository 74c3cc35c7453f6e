namespace Xia.Router.Elements.Rewriting;

/// <summary>The PORT command of FTP at the start of a packet's payload (RFC 959, 4.1.2).</summary>
/// <remarks>
/// <code>
/// PORT 200,200,200,200,18,52 CR LF
///      |StartOffset         |EndOffset
/// </code>
/// </remarks>
/// <param name="StartOffset">Offset of the first number.</param>
/// <param name="EndOffset">Offset behind the last number.</param>
/// <param name="Address">The address, host byte order.</param>
/// <param name="Port">The port.</param>
internal readonly record struct PortCommand(int StartOffset, int EndOffset, uint Address, ushort Port)
{
    private const int NumberCount = 6;
    private const int MaximumDigits = 3;

    /// <summary>How long the six numbers are, with their commas.</summary>
    public int LengthBytes => EndOffset - StartOffset;

    /// <summary>Reads a whole command; an end of line must be there, or a number might go on.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out PortCommand command)
    {
        command = default;
        if (payload.Length < 5 || !System.Text.Ascii.EqualsIgnoreCase(payload[..5], "PORT "u8))
        {
            return false;
        }

        ulong value = 0;
        int at = 5;
        for (int count = 0; count < NumberCount; count++)
        {
            if (!TryReadNumber(payload, ref at, out byte number)
                || (count < NumberCount - 1 && (at >= payload.Length || payload[at++] != (byte)',')))
            {
                return false;
            }

            value = (value << 8) | number;
        }

        command = new PortCommand(5, at, (uint)(value >> 16), (ushort)value);
        return at < payload.Length && payload[at] is (byte)'\r' or (byte)'\n';
    }

    /// <summary>The six numbers of an address and a port.</summary>
    public static string Describe(uint address, ushort port)
    {
        string host = $"{address >> 24},{(byte)(address >> 16)},{(byte)(address >> 8)},{(byte)address}";
        return $"{host},{port >> 8},{(byte)port}";
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> payload, ref int at, out byte number)
    {
        int start = at;
        int value = 0;
        while (at < payload.Length && at - start < MaximumDigits && char.IsAsciiDigit((char)payload[at]))
        {
            value = (value * 10) + payload[at++] - '0';
        }

        number = (byte)value;
        return at > start && value <= byte.MaxValue;
    }
}
