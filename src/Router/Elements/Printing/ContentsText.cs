using Xia.Router.Language;

namespace Xia.Router.Elements.Printing;

/// <summary>How the form of a packet's bytes is read, and the bytes are written.</summary>
internal static class ContentsText
{
    private const int HexGroup = 4;
    private const int AsciiGroup = 8;

    /// <summary>Reads NONE, HEX, ASCII, or a yes (HEX) or no.</summary>
    public static ContentsForm? Parse(string text)
    {
        if (ArgumentTypes.Bool(text, out bool shown, out _))
        {
            return shown ? ContentsForm.Hex : ContentsForm.None;
        }

        return text.ToUpperInvariant() switch
        {
            "NONE" => ContentsForm.None,
            "HEX" => ContentsForm.Hex,
            "ASCII" => ContentsForm.Ascii,
            _ => null,
        };
    }

    /// <summary>The first so many bytes; below zero, all of them.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, int lengthBytes) =>
        lengthBytes >= 0 && lengthBytes < bytes.Length ? bytes[..lengthBytes] : bytes;

    /// <summary>
    /// Writes bytes in groups of 4 (hexadecimal) or 8 (characters), blanks between the groups.
    /// </summary>
    /// <param name="text">Gets them.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="form">How.</param>
    /// <param name="rowBytes">
    /// How many stand on a line, each line indented by two and begun with a line feed; 0 for all on one.
    /// </param>
    public static void Append(ByteText text, ReadOnlySpan<byte> bytes, ContentsForm form, int rowBytes = 0)
    {
        int group = form == ContentsForm.Hex ? HexGroup : AsciiGroup;
        for (int index = 0; index < bytes.Length; index++)
        {
            if (rowBytes > 0 && index % rowBytes == 0)
            {
                text.Append("\n  ");
            }
            else if (index % group == 0 && (index > 0 || form == ContentsForm.Ascii))
            {
                text.Append(' ');
            }

            byte at = bytes[index];
            if (form == ContentsForm.Hex)
            {
                text.AppendHex(at);
            }
            else
            {
                text.Append(at is < (byte)' ' or > (byte)'~' ? '.' : (char)at);
            }
        }
    }
}
