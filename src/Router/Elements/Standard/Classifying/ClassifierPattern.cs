using System.Globalization;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>Reads the patterns of a <see cref="Classifier"/>.</summary>
internal static class ClassifierPattern
{
    private const int MaximumOffset = 65_535;

    /// <summary>The clauses of a pattern; none for <c>-</c>, which every packet fits.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="report">Gets what is wrong.</param>
    public static List<ClassifierClause> Read(string text, Action<string> report)
    {
        var clauses = new List<ClassifierClause>();
        List<string> words = ArgumentText.Words(text);
        if (words is ["-"])
        {
            return clauses;
        }

        if (words.Count == 0)
        {
            report("expected a digit");
        }

        foreach (string word in words)
        {
            if (ReadClause(word, report) is { } clause)
            {
                clauses.Add(clause);
            }
        }

        return clauses;
    }

    private static ClassifierClause? ReadClause(string word, Action<string> report)
    {
        bool isNegated = word.StartsWith('!');
        string rest = isNegated ? word[1..] : word;
        int offsetEnd = EndOf(rest, 0, char.IsAsciiDigit);
        if (offsetEnd == 0)
        {
            report("expected a digit");
            return null;
        }

        if (offsetEnd == rest.Length || rest[offsetEnd] != '/')
        {
            report("expected '/'");
            return null;
        }

        int valueStart = offsetEnd + 1;
        int valueEnd = EndOf(rest, valueStart, at => at == '?' || char.IsAsciiHexDigit(at));
        string value = rest[valueStart..valueEnd];
        string mask = "";
        int end = valueEnd;
        if (valueEnd < rest.Length && rest[valueEnd] == '%')
        {
            end = EndOf(rest, valueEnd + 1, char.IsAsciiHexDigit);
            mask = rest[(valueEnd + 1)..end];
        }

        bool isRead = Check(value, mask, valueEnd < rest.Length && rest[valueEnd] == '%', report);
        if (end < rest.Length)
        {
            report("expected a digit");
            isRead = false;
        }

        if (!int.TryParse(
            rest.AsSpan(0, offsetEnd), NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            || offset > MaximumOffset)
        {
            report($"offset is at most {MaximumOffset}");
            isRead = false;
        }

        return isRead ? Compile(offset, value, mask, isNegated) : null;
    }

    private static bool Check(string value, string mask, bool hasMask, Action<string> report)
    {
        if (value.Length < 2)
        {
            report("value has less than 2 hex digits");
            return false;
        }

        if (value.Length % 2 != 0)
        {
            report("value has odd number of hex digits");
            return false;
        }

        if (hasMask && mask.Length != value.Length)
        {
            report($"mask has too {(mask.Length < value.Length ? "few" : "many")} hex digits");
            return false;
        }

        return true;
    }

    // Digits are spread over aligned words; a word without a bit that counts asks for nothing.
    private static ClassifierClause Compile(int offset, string value, string mask, bool isNegated)
    {
        var tests = new List<ClassifierTest>();
        int first = offset & ~3;
        int last = offset + (value.Length / 2);
        for (int word = first; word < last; word += sizeof(uint))
        {
            uint bits = 0;
            uint known = 0;
            for (int nibble = 0; nibble < 8; nibble++)
            {
                int index = (2 * (word - offset)) + nibble;
                int shift = 28 - (4 * nibble);
                if (index >= 0 && index < value.Length && value[index] != '?')
                {
                    uint counts = mask.Length > 0 ? Nibble(mask[index]) : 0xf;
                    known |= counts << shift;
                    bits |= (Nibble(value[index]) & counts) << shift;
                }
            }

            if (known != 0)
            {
                tests.Add(new ClassifierTest(word, known, bits));
            }
        }

        return new ClassifierClause(tests, isNegated);
    }

    private static int EndOf(string text, int start, Func<char, bool> belongs)
    {
        int end = start;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end;
    }

    private static uint Nibble(char digit) => (uint)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}
