namespace Xia.Router.Language;

/// <summary>One error of a configuration.</summary>
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

    /// <summary><c>FILE:LINE: text</c>, or <c>FILE:LINE: context</c> and the text indented by two.</summary>
    public override string ToString()
    {
        string place = ShowsLandmark ? $"{Landmark}: " : "";
        return Context is null
            ? $"{place}{Text}"
            : $"{place}{Context}\n  {Text.Replace("\n", "\n  ", StringComparison.Ordinal)}";
    }
}
