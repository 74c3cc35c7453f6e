namespace Xia.Router.Language;

/// <summary>Reads the text of one argument as a value.</summary>
/// <param name="text">The argument, trimmed, quotes still on.</param>
/// <param name="value">The value.</param>
/// <param name="error">What is wrong, in Click's words; null when read.</param>
/// <returns>Whether it could be read.</returns>
public delegate bool ArgumentParser<T>(string text, out T value, out string? error);
