namespace Xia.Laboratory.Scenarios;

/// <summary>
/// Writes the members of enumerations as files and results do: <c>StopAndCopy</c> as <c>stop-and-copy</c>.
/// </summary>
internal static class Words
{
    /// <summary>The word of a member.</summary>
    internal static string Of<T>(T member)
        where T : struct, Enum
    {
        string name = member.ToString();
        return string.Concat(name.Select((letter, index) =>
            char.IsUpper(letter)
                ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter)
                : letter.ToString()));
    }

    /// <summary>All words of an enumeration, in order of its members.</summary>
    internal static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The member that a word stands for.</summary>
    internal static bool TryParse<T>(string word, out T member)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == word)
            {
                member = candidate;
                return true;
            }
        }

        member = default;
        return false;
    }
}
