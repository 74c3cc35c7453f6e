using System.Text;

namespace Xia.Router.Elements.Xia;

/// <summary>Counts by reason, with the reason's own names as text.</summary>
/// <typeparam name="TReason">An enum whose values run from 0 without gaps.</typeparam>
internal sealed class ReasonCounts<TReason>
    where TReason : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<TReason>();
    private readonly long[] _counts = new long[Names.Length];

    public long this[TReason reason] => _counts[IndexOf(reason)];

    public void Add(TReason reason) => _counts[IndexOf(reason)]++;

    public long Sum(params ReadOnlySpan<TReason> except)
    {
        long sum = 0;
        foreach (long count in _counts)
        {
            sum += count;
        }

        foreach (TReason reason in except)
        {
            sum -= this[reason];
        }

        return sum;
    }

    /// <summary>A line per reason that occurred: name and count.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int index = 0; index < Names.Length; index++)
        {
            if (_counts[index] > 0)
            {
                text.Append(Names[index]).Append(' ').Append(_counts[index]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static int IndexOf(TReason reason) =>
        System.Runtime.CompilerServices.Unsafe.As<TReason, int>(ref reason);
}
