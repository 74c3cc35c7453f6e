namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>By how much the numbers of a TCP stream moved because bytes in it became more or fewer.</summary>
/// <remarks>
/// <code>
/// as sent:     |  a  | old text, 29 bytes |  b  |      a keeps its number, b moves by -12 from 'end' on
/// as rewritten |  a  | new, 17 |  b  |
/// </code>
/// Numbers compare modulo 2³² (RFC 9293, 3.4). A change that lies more than 2³⁰ bytes back is as if it had
/// always been.
/// </remarks>
internal sealed class SequenceShifts
{
    /// <summary>
    /// The most changes that are told apart; the oldest then counts for everything before it.
    /// </summary>
    public const int MaximumCount = 32;

    private const int ForgottenAfterBytes = 1 << 30;

    private readonly List<(uint End, int Shift)> _changes = [];

    /// <summary>A stream in which nothing is told apart yet.</summary>
    /// <param name="baseShift">The shift of all its numbers.</param>
    public SequenceShifts(int baseShift = 0) => BaseShift = baseShift;

    /// <summary>The shift before the oldest change that is told apart.</summary>
    public int BaseShift { get; private set; }

    /// <summary>The changes, in the order of the stream.</summary>
    public IReadOnlyList<(uint End, int Shift)> Changes => _changes;

    /// <summary>The shift behind all changes.</summary>
    public int TotalShift
    {
        get
        {
            int shift = BaseShift;
            foreach ((uint _, int change) in _changes)
            {
                shift += change;
            }

            return shift;
        }
    }

    /// <summary>Notes a change; the same again, as after a retransmission, replaces it.</summary>
    /// <param name="end">The first number as sent behind the changed bytes.</param>
    /// <param name="shift">How many bytes more there are.</param>
    public void Change(uint end, int shift)
    {
        int index = _changes.Count;
        while (index > 0 && IsBefore(end, _changes[index - 1].End))
        {
            index--;
        }

        if (index > 0 && _changes[index - 1].End == end)
        {
            _changes[index - 1] = (end, shift);
            return;
        }

        _changes.Insert(index, (end, shift));
        if (_changes.Count > MaximumCount)
        {
            ForgetOldest();
        }
    }

    /// <summary>Forgets everything: the stream begins anew.</summary>
    public void Clear()
    {
        BaseShift = 0;
        _changes.Clear();
    }

    /// <summary>The number that a number as sent becomes.</summary>
    public uint RewriteSequence(uint sequence)
    {
        while (_changes.Count > 0 && (int)(sequence - _changes[0].End) > ForgottenAfterBytes)
        {
            ForgetOldest();
        }

        int shift = BaseShift;
        foreach ((uint end, int change) in _changes)
        {
            if (IsBefore(sequence, end))
            {
                break;
            }

            shift += change;
        }

        return sequence + (uint)shift;
    }

    /// <summary>The number as sent that an acknowledged number as rewritten stands for.</summary>
    public uint RestoreAcknowledgement(uint acknowledgement)
    {
        int shift = BaseShift;
        foreach ((uint end, int change) in _changes)
        {
            if (IsBefore(acknowledgement, end + (uint)(shift + change)))
            {
                break;
            }

            shift += change;
        }

        return acknowledgement - (uint)shift;
    }

    private static bool IsBefore(uint left, uint right) => (int)(left - right) < 0;

    private void ForgetOldest()
    {
        BaseShift += _changes[0].Shift;
        _changes.RemoveAt(0);
    }
}
