using System.Globalization;
using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Queues;

/// <summary>A length of time as handlers show and take it.</summary>
internal static class DelayText
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>
    /// Whole <c>ms</c>, <c>us</c> or <c>ns</c> below a second, else seconds with six digits or nine.
    /// </summary>
    public static string Show(Duration delay)
    {
        long nanoseconds = delay.Nanoseconds;
        if (nanoseconds >= NanosecondsPerSecond)
        {
            string digits = nanoseconds % 1_000 == 0 ? "0.000000" : "0.000000000";
            decimal seconds = (decimal)nanoseconds / NanosecondsPerSecond;
            return seconds.ToString(digits, CultureInfo.InvariantCulture) + "s";
        }

        (long unit, string name) = nanoseconds % 1_000_000 == 0
            ? (1_000_000, "ms")
            : nanoseconds % 1_000 == 0 ? (1_000, "us") : (1, "ns");
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / unit}{name}");
    }

    public static bool TryRead(string text, ref Duration delay)
    {
        bool isRead = ArgumentTypes.Duration(text.Trim(), out Duration read, out _);
        delay = isRead ? read : delay;
        return isRead;
    }
}
