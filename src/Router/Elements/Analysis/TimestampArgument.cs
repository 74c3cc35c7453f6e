using Xia.Kernel.Time;
using Xia.Router.Elements.Printing;
using Xia.Router.Language;

namespace Xia.Router.Elements.Analysis;

/// <summary>How time stamps and differences of them are read and shown.</summary>
internal static class TimestampArgument
{
    /// <summary>A time or a length of time that is not negative.</summary>
    public static ArgumentParser<Duration> Unsigned => ArgumentTypes.Duration;

    /// <summary>The same, perhaps with a sign.</summary>
    public static ArgumentParser<Duration> Signed { get; } =
        (string text, out Duration value, out string? error) =>
        {
            bool negative = text.StartsWith('-');
            string number = negative || text.StartsWith('+') ? text[1..] : text;
            bool read = ArgumentTypes.Duration(number, out value, out error);
            value = negative ? new Duration(-value.Nanoseconds) : value;
            return read;
        };

    /// <summary>Seconds with six digits after the point, or nine where six do not tell all.</summary>
    public static string Text(Instant time) => new ByteText().Append(time).ToString();

    /// <summary>A length of time with its unit, such as <c>500ms</c> or <c>1.500000s</c>.</summary>
    public static string LengthText(Duration length)
    {
        long nanoseconds = length.Nanoseconds;
        if (nanoseconds is < 0 or >= 1_000_000_000)
        {
            return Text(length) + "s";
        }

        (long factor, string unit) = nanoseconds switch
        {
            _ when nanoseconds % 1_000_000 == 0 => (1_000_000L, "ms"),
            _ when nanoseconds % 1_000 == 0 => (1_000L, "us"),
            _ => (1L, "ns"),
        };
        return $"{nanoseconds / factor}{unit}";
    }

    /// <summary>The same as <see cref="Text(Instant)"/> of a difference.</summary>
    public static string Text(Duration length) => Text(new Instant(length.Nanoseconds));
}
