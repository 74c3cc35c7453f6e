namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>How a single value is written.</summary>
/// <param name="Expected">What a mistake says was expected, such as <c>a duration such as 5ms</c>.</param>
/// <param name="Parse">Reads the text.</param>
/// <param name="Placeholder">Stands for a value that was wrong, so that the check can go on.</param>
internal sealed record ValueKind<T>(string Expected, ValueKind<T>.Parser Parse, T Placeholder)
{
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <param name="error">On failure what was expected, if that says more than the kind does.</param>
    internal delegate bool Parser(string text, out T value, out string? error);

    /// <summary>The same, but with a further condition.</summary>
    internal ValueKind<T> That(string expected, Predicate<T> holds, T placeholder) => new(
        expected,
        (string text, out T value, out string? error) =>
        {
            bool isRead = Parse(text, out value, out error);
            return isRead && holds(value);
        },
        placeholder);
}
