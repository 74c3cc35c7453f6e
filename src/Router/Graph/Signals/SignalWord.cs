namespace Xia.Router.Graph.Signals;

/// <summary>Up to 32 signals of one kind, a bit each: a task looks at many of them with one load.</summary>
internal sealed class SignalWord(string name, int index)
{
    public const int SignalsPerWord = 32;

    /// <summary>Which signals are on.</summary>
    public uint Bits;

    /// <summary>Holds the two signals that never change.</summary>
    public static SignalWord Constant { get; } = new("", 0) { Bits = TaskSignal.BusyMask };

    /// <summary>Its number among the words of its kind.</summary>
    public int Number => index;

    /// <summary>Whether signals are turned on and off by several threads.</summary>
    public bool IsShared { get; init; }

    /// <summary><c>KIND.NUMBER</c>, the word's name where signals are shown.</summary>
    public override string ToString() => $"{name}.{Number}";

    /// <summary>Turns signals on; says whether they were off.</summary>
    public bool TurnOn(uint mask)
    {
        if ((Bits & mask) != 0)
        {
            return false;
        }

        if (IsShared)
        {
            return (Interlocked.Or(ref Bits, mask) & mask) == 0;
        }

        Bits |= mask;
        return true;
    }

    /// <summary>Turns signals off.</summary>
    public void TurnOff(uint mask)
    {
        if (IsShared)
        {
            Interlocked.And(ref Bits, ~mask);
        }
        else
        {
            Bits &= ~mask;
        }
    }
}
