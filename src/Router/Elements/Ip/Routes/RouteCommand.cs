using System.Globalization;
using Xia.Internet.Routing;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>A route as it is written: <c>ADDR/MASK [GATEWAY] OUTPUT</c>.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Gateway">The gateway; 0.0.0.0 for none.</param>
/// <param name="Output">The output; <see cref="NoOutput"/> when none was written.</param>
internal readonly record struct RouteCommand(IpPrefix Prefix, IpAddress Gateway, int Output)
{
    /// <summary>Stands for an output that was not written.</summary>
    public const int NoOutput = -1;

    /// <summary>What it leads to.</summary>
    public Route Route => new(Gateway, Output);

    /// <summary>Reads one; names are those in the scope of the element.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="element">Whose route it is.</param>
    /// <param name="isRemoval">Whether the output may be left out.</param>
    /// <param name="command">The route.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, Element element, bool isRemoval, out RouteCommand command)
    {
        command = default;
        ReadOnlySpan<char> word = NextWord(ref text);
        if (!TryParsePrefix(word, element, out IpPrefix prefix))
        {
            return false;
        }

        word = NextWord(ref text);
        IpAddress gateway = default;
        if (word is "-" || IpAddress.TryParse(word, out gateway) || TryParseName(word, element, out gateway))
        {
            word = NextWord(ref text);
        }

        bool hasOutput = int.TryParse(
            word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int output)
            || (isRemoval && word.IsEmpty);
        if (!hasOutput || !text.Trim().IsEmpty)
        {
            return false;
        }

        command = new RouteCommand(prefix, gateway, word.IsEmpty ? NoOutput : output);
        return true;
    }

    /// <summary>The form of messages: parts separated by one blank.</summary>
    public override string ToString() =>
        $"{Prefix} {(Gateway == IpAddress.Any ? "-" : Gateway.ToString())} {Output}";

    private static ReadOnlySpan<char> NextWord(scoped ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        int end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = text[..end];
        text = text[end..];
        return word;
    }

    // A large table is read at once, so the usual form is read without making strings.
    private static bool TryParsePrefix(ReadOnlySpan<char> word, Element element, out IpPrefix prefix)
    {
        int slash = word.IndexOf('/');
        if (slash > 0 && IpAddress.TryParse(word[..slash], out IpAddress address)
            && int.TryParse(
                word[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int bits)
            && bits <= IpPrefix.MaximumLengthBits)
        {
            prefix = new IpPrefix(address, bits);
            return true;
        }

        return ArgumentTypes.IpPrefix(element)(word.ToString(), out prefix, out _);
    }

    private static bool TryParseName(ReadOnlySpan<char> word, Element element, out IpAddress address)
    {
        address = default;
        return !word.IsEmpty && !char.IsAsciiDigit(word[0]) && word[0] != '-'
            && ArgumentTypes.IpAddress(element)(word.ToString(), out address, out _);
    }
}
