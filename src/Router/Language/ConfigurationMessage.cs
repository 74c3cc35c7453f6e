namespace Xia.Router.Language;

/// <summary>One error or warning about a configuration.</summary>
/// <param name="Landmark">Where.</param>
/// <param name="Text">What, in Click's words; may have several lines.</param>
/// <param name="Context">
/// What was being done, such as <c>While configuring 'e :: C':</c>; null when nothing is said.
/// </param>
public sealed record ConfigurationMessage(Landmark Landmark, string Text, string? Context = null)
{
    /// <summary>
    /// Whether the printed form names the place; Click prints errors of push and pull without.
    /// </summary>
    public bool ShowsLandmark { get; init; } = true;

    /// <summary>Whether the configuration is usable in spite of it.</summary>
    public bool IsWarning { get; init; }

    /// <summary>
    /// <c>FILE:LINE: text</c>, or <c>FILE:LINE: context</c> and the text indented by two; every further line
    /// of a text without context names the place too.
    /// </summary>
    public override string ToString()
    {
        string place = ShowsLandmark ? $"{Landmark}: " : "";
        string kind = IsWarning ? "warning: " : "";
        return Context is null
            ? place + kind + Text.Replace("\n", "\n" + place, StringComparison.Ordinal)
            : $"{place}{Context}\n  {kind}{Text.Replace("\n", "\n  ", StringComparison.Ordinal)}";
    }
}
