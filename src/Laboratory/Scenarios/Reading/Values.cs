using System.Globalization;
using Xia.Kernel.Time;
using Xia.Kernel.Units;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>The kinds of single values that a scenario knows.</summary>
internal static class Values
{
    internal const int MaximumNameLength = 32;
    internal const int PageBytes = 4096;

    internal static readonly ValueKind<string> Text = Plain<string>("a text", TryText, "");

    internal static readonly ValueKind<string> Name = Plain<string>(
        $"a name: a letter, then letters, digits, '-' or '_', at most {MaximumNameLength}", TryName, "");

    internal static readonly ValueKind<bool> Truth = Plain<bool>("true or false", TryTruth, false);

    internal static readonly ValueKind<ulong> Seed = Plain<ulong>("a whole number from 0", TryUnsigned, 0);

    internal static readonly ValueKind<Duration> Duration =
        new("a duration such as 5ms", UnitParser.TryParseDuration, default);

    internal static readonly ValueKind<Duration> PositiveDuration = Duration.That(
        "a duration above zero such as 5ms", value => value.Nanoseconds > 0, new Duration(1));

    internal static readonly ValueKind<Instant> Instant = new(
        "a time of the run such as 2s", TryInstant, default);

    internal static readonly ValueKind<long> Rate = new ValueKind<long>(
        "", UnitParser.TryParseRate, 1).That("a rate above zero such as 100Mbps", value => value > 0, 1);

    internal static readonly ValueKind<long> ByteRate = Rate.That(
        "a rate of whole bytes above zero such as 32MiBps", value => value % 8 == 0, 8);

    internal static readonly ValueKind<long> Size = new("a size such as 256KiB", UnitParser.TryParseSize, 0);

    internal static readonly ValueKind<long> PageSize = Size.That(
        "a size that is a multiple of 4KiB, at least one page, such as 256MiB",
        value => value > 0 && value % PageBytes == 0,
        PageBytes);

    internal static readonly ValueKind<long> Loss = new("a share such as 0.1%", UnitParser.TryParseShare, 0);

    internal static readonly ValueKind<Ipv4Prefix> Prefix = Plain<Ipv4Prefix>(
        "an IPv4 prefix such as 10.1.0.0/16 with zeros after its length", TryPrefix, default);

    internal static readonly ValueKind<Ipv4Address> Address = Plain<Ipv4Address>(
        "an IPv4 address such as 10.1.0.5", TryAddress, default);

    internal static readonly ValueKind<long> PerSecond = Plain<long>(
        "a rate such as 2000/s", TryPerSecond, 1);

    private delegate bool PlainParser<T>(string text, out T value);

    internal static ValueKind<int> Count(int least, int most) => Plain(
        $"a whole number from {least} to {most}",
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most,
        least);

    internal static ValueKind<T> Word<T>()
        where T : struct, Enum =>
        Plain<T>($"one of {string.Join(", ", Words.All<T>())}", Words.TryParse, default);

    /// <summary>Reads a value as what it should be.</summary>
    internal static T Read<T>(YamlValue value, ValueKind<T> kind, string what, MistakeList mistakes)
    {
        string? error = null;
        if (value is YamlScalar { IsNull: false } scalar && kind.Parse(scalar.Text, out T parsed, out error))
        {
            return parsed;
        }

        mistakes.Add(
            value.Position, $"{what}: {error ?? $"expected {kind.Expected}"}, found {value.Description}");
        return kind.Placeholder;
    }

    private static ValueKind<T> Plain<T>(string expected, PlainParser<T> parse, T placeholder) => new(
        expected,
        (string text, out T value, out string? error) =>
        {
            error = null;
            return parse(text, out value);
        },
        placeholder);

    private static bool TryText(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }

    private static bool TryName(string text, out string value)
    {
        value = text;
        return text.Length is > 0 and <= MaximumNameLength
            && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }

    private static bool TryTruth(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false";
    }

    private static bool TryUnsigned(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryInstant(string text, out Instant value, out string? error)
    {
        bool isTime = UnitParser.TryParseDuration(text, out Duration length, out error);
        value = new Instant(length.Nanoseconds);
        return isTime;
    }

    private static bool TryPrefix(string text, out Ipv4Prefix value) => Ipv4Prefix.TryParse(text, out value);

    private static bool TryAddress(string text, out Ipv4Address value) =>
        Ipv4Address.TryParse(text, out value);

    private static bool TryPerSecond(string text, out long value)
    {
        value = 0;
        return text.EndsWith("/s", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan()[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value is > 0 and <= 1_000_000_000;
    }
}
