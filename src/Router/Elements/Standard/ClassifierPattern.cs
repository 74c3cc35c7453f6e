using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// One pattern of a <see cref="Classifier"/>, compiled to comparisons of up to eight bytes.
/// </summary>
internal sealed class ClassifierPattern
{
    private const int MaximumOffset = 65_535;

    private readonly Comparison[] _comparisons;

    private ClassifierPattern(Comparison[] comparisons) => _comparisons = comparisons;

    /// <summary>Whether the data fits.</summary>
    public bool Fits(ReadOnlySpan<byte> data)
    {
        foreach (ref readonly Comparison comparison in _comparisons.AsSpan())
        {
            if (comparison.Holds(data) == comparison.IsNegated)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compiles a pattern.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ClassifierPattern? pattern,
        [NotNullWhen(false)] out string? error)
    {
        pattern = null;
        error = null;
        var comparisons = new List<Comparison>();
        List<string> clauses = ArgumentText.Words(text);
        if (clauses is not ["-"])
        {
            foreach (string clause in clauses)
            {
                if (AddClause(clause, comparisons) is { } wrong)
                {
                    error = wrong;
                    return false;
                }
            }

            if (clauses.Count == 0)
            {
                error = "empty pattern";
                return false;
            }
        }

        pattern = new ClassifierPattern([.. comparisons]);
        return true;
    }

    private static string? AddClause(string clause, List<Comparison> comparisons)
    {
        bool negated = clause.StartsWith('!');
        string rest = negated ? clause[1..] : clause;
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !int.TryParse(
            rest.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            || offset > MaximumOffset)
        {
            return $"expected 'offset/value', got '{clause}'";
        }

        string digits = rest[(slash + 1)..];
        string mask = "";
        if (digits.IndexOf('%', StringComparison.Ordinal) is int percent and >= 0)
        {
            (digits, mask) = (digits[..percent], digits[(percent + 1)..]);
        }

        if (digits.Length == 0 || digits.Length % 2 != 0)
        {
            return "value has odd number of hex digits";
        }

        if (mask.Length > 0 && mask.Length != digits.Length)
        {
            return "mask has different length than value";
        }

        if (!digits.All(at => at == '?' || char.IsAsciiHexDigit(at)) || !mask.All(char.IsAsciiHexDigit))
        {
            return "value and mask are hexadecimal digits";
        }

        // A negated clause is false only if all of its bytes agree, so it cannot be cut in pieces.
        if (negated && digits.Length > 2 * sizeof(ulong))
        {
            return $"a negated value has at most {sizeof(ulong)} bytes";
        }

        for (int start = 0; start < digits.Length; start += 2 * sizeof(ulong))
        {
            int count = Math.Min(2 * sizeof(ulong), digits.Length - start);
            comparisons.Add(Compile(
                offset + (start / 2), digits.Substring(start, count),
                mask.Length == 0 ? "" : mask.Substring(start, count), negated));
        }

        return null;
    }

    // Bytes are left-aligned in the word, so that a whole read compares by one mask.
    private static Comparison Compile(int offset, string digits, string maskDigits, bool negated)
    {
        ulong value = 0;
        ulong mask = 0;
        for (int index = 0; index < digits.Length; index++)
        {
            int shift = 60 - (4 * index);
            ulong bits = digits[index] == '?' ? 0 : Nibble(digits[index]);
            ulong known = maskDigits.Length == 0 ? 0xf : Nibble(maskDigits[index]);
            known = digits[index] == '?' ? 0 : known;
            value |= (bits & known) << shift;
            mask |= known << shift;
        }

        return new Comparison(offset, digits.Length / 2, mask, value, negated);
    }

    private static ulong Nibble(char digit) =>
        (ulong)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);

    private readonly struct Comparison(int offset, int lengthBytes, ulong mask, ulong value, bool isNegated)
    {
        public bool IsNegated { get; } = isNegated;

        public bool Holds(ReadOnlySpan<byte> data)
        {
            if (offset + sizeof(ulong) <= data.Length)
            {
                return (BinaryPrimitives.ReadUInt64BigEndian(data[offset..]) & mask) == value;
            }

            if (offset + lengthBytes > data.Length)
            {
                return false;
            }

            ulong word = 0;
            for (int index = 0; index < lengthBytes; index++)
            {
                word |= (ulong)data[offset + index] << (56 - (8 * index));
            }

            return (word & mask) == value;
        }
    }
}
