using Xia.Internet.Wire;

namespace Xia.Router.Elements.Icmp;

/// <summary>Finds the source route of a packet and turns it round (RFC 1812, 4.3.2.6).</summary>
/// <remarks>
/// Of the route, the part that the packet has gone already leads back, last address first.
/// <code>
/// | 137 | 15 | pointer 12 | A | B | C |   →   | 137 | 11 | pointer 4 | B | A | end |
/// </code>
/// </remarks>
internal static class SourceRoute
{
    private const byte End = 0;
    private const byte Nothing = 1;
    private const byte Loose = 131;
    private const byte Strict = 137;
    private const int MinimumOptionBytes = 2;
    private const int PointerByte = 2;
    private const int FirstAddressByte = 3;
    private const byte FirstPointer = 4;

    /// <summary>
    /// Where the option starts in a header, with its length; 0 if there is none that is right.
    /// </summary>
    public static int Find(ReadOnlySpan<byte> header, out int lengthBytes)
    {
        lengthBytes = 0;
        for (int at = Ipv4Header.LengthBytes; at < header.Length && header[at] != End;)
        {
            if (header[at] == Nothing)
            {
                at++;
                continue;
            }

            int length = at + 1 < header.Length ? header[at + 1] : 0;
            if (length < MinimumOptionBytes || at + length > header.Length)
            {
                return 0;
            }

            if (header[at] is Loose or Strict && HasRightPointer(header.Slice(at, length)))
            {
                lengthBytes = length;
                return at;
            }

            at += length;
        }

        return 0;
    }

    /// <summary>The length of the turned option, padded to words; 0 for no route.</summary>
    public static int ReversedLengthBytes(ReadOnlySpan<byte> route) =>
        route.IsEmpty ? 0 : (route[PointerByte] - 1 + 3) / 4 * 4;

    /// <summary>Writes the turned option.</summary>
    /// <param name="route">The option; empty for none.</param>
    /// <param name="reversed">Exactly as long as it gets.</param>
    public static void WriteReversed(ReadOnlySpan<byte> route, Span<byte> reversed)
    {
        if (route.IsEmpty)
        {
            return;
        }

        int lengthBytes = route[PointerByte] - 1;
        reversed.Clear();
        reversed[0] = route[0];
        reversed[1] = (byte)lengthBytes;
        reversed[PointerByte] = FirstPointer;
        int from = lengthBytes - IpAddress.LengthBytes;
        for (int to = FirstAddressByte; to < lengthBytes; to += IpAddress.LengthBytes)
        {
            route.Slice(from, IpAddress.LengthBytes).CopyTo(reversed[to..]);
            from -= IpAddress.LengthBytes;
        }
    }

    private static bool HasRightPointer(ReadOnlySpan<byte> option)
    {
        int pointer = option.Length > PointerByte ? option[PointerByte] : 0;
        return pointer >= FirstPointer && pointer % IpAddress.LengthBytes == 0
            && pointer <= option.Length + 1;
    }
}
