namespace Xia.Kernel.Time;

/// <summary>
/// A point in time: whole nanoseconds since the epoch of the run, which all its processes share.
/// </summary>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The epoch of the run.</summary>
    public static readonly Instant Zero;

    /// <summary>Later than every event; used as "never" where a field cannot be null.</summary>
    public static readonly Instant MaxValue = new(long.MaxValue);

    /// <summary>Seconds since the epoch, for reports only.</summary>
    public double TotalSeconds => Nanoseconds / 1e9;

    /// <summary>Milliseconds since the epoch, for reports only.</summary>
    public double TotalMilliseconds => Nanoseconds / 1e6;

    /// <summary>The later of two points.</summary>
    public static Instant Max(Instant left, Instant right) => left > right ? left : right;

    /// <summary>The earlier of two points.</summary>
    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    /// <summary>The earlier of two deadlines, where null means that there is none.</summary>
    public static Instant? Earliest(Instant? left, Instant? right) =>
        left is not { } first ? right : right is not { } second ? left : Min(first, second);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The time since the epoch, such as <c>2.5s</c>.</summary>
    public override string ToString() => new Duration(Nanoseconds).ToString();

    /// <summary>A later point.</summary>
    public static Instant operator +(Instant start, Duration length) =>
        new(checked(start.Nanoseconds + length.Nanoseconds));

    /// <summary>An earlier point.</summary>
    public static Instant operator -(Instant end, Duration length) =>
        new(checked(end.Nanoseconds - length.Nanoseconds));

    /// <summary>The time between two points.</summary>
    public static Duration operator -(Instant end, Instant start) =>
        new(checked(end.Nanoseconds - start.Nanoseconds));

    /// <summary>Compares two points.</summary>
    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Compares two points.</summary>
    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Compares two points.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Compares two points.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;
}
