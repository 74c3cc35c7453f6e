namespace Xia.Overlay.Delegations;

/// <summary>How new a signed claim is: by epoch, then by the signer's sequence number within it.</summary>
/// <param name="Epoch">The delegation's epoch; 0 for who signs with the identity key itself.</param>
/// <param name="Sequence">Grows with every claim of the signer.</param>
public readonly record struct Freshness(ulong Epoch, ulong Sequence) : IComparable<Freshness>
{
    /// <inheritdoc/>
    public int CompareTo(Freshness other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Sequence.CompareTo(other.Sequence);

    /// <summary>Whether one is older.</summary>
    public static bool operator <(Freshness left, Freshness right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is newer.</summary>
    public static bool operator >(Freshness left, Freshness right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is no newer.</summary>
    public static bool operator <=(Freshness left, Freshness right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is no older.</summary>
    public static bool operator >=(Freshness left, Freshness right) => left.CompareTo(right) >= 0;
}
