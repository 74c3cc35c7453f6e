namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Finds the known word that a mistyped one was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>Longer words are no slips of the finger.</summary>
    private const int MaximumLength = 64;

    /// <summary>
    /// <c>; did you mean 'x'?</c>, or the known words if none is near, or nothing if there are none.
    /// </summary>
    internal static string For(string word, IReadOnlyCollection<string> known)
    {
        string? nearest = known.Where(
            candidate => word.Length <= MaximumLength && candidate.Length <= MaximumLength)
            .Select(candidate => (candidate, Distance: DistanceBetween(word, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Max(word.Length, pair.candidate.Length) / 3))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
        return nearest is not null ? $"; did you mean '{nearest}'?"
            : known.Count > 0 ? $"; known: {string.Join(", ", known)}"
            : "";
    }

    /// <summary>
    /// Insertions, removals, replacements and swaps of neighbours that turn one word into another.
    /// </summary>
    private static int DistanceBetween(string left, string right)
    {
        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                distance[i, j] = i == 0 ? j : j == 0 ? i : Cheapest(i, j);
            }
        }

        return distance[left.Length, right.Length];

        int Cheapest(int i, int j)
        {
            bool isSame = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
            int best = Math.Min(
                Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1,
                distance[i - 1, j - 1] + (isSame ? 0 : 1));
            bool isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            return isSwap ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
        }
    }
}
