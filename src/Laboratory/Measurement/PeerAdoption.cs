using Xia.Kernel.Time;
using Xia.Overlay.Rebinding;

namespace Xia.Laboratory.Measurement;

/// <summary>
/// Remembers when a peer began to send to a new place by its own knowledge, and what it refused.
/// </summary>
internal sealed class PeerAdoption : IRebindingObserver
{
    private readonly List<Instant> _adoptions = [];
    private readonly SortedDictionary<string, long> _rejections = [];

    /// <summary>The refusals by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejections => _rejections;

    /// <summary>The first adoption at or after an instant, or null.</summary>
    public Instant? FirstSince(Instant moment)
    {
        foreach (Instant adoption in _adoptions)
        {
            if (adoption >= moment)
            {
                return adoption;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void OnSent(ulong association, int attempt, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAcknowledged(ulong association, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnVerified(ulong association, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnProvisional(ulong association, Instant now) => _adoptions.Add(now);

    /// <inheritdoc/>
    public void OnConfirmed(ulong association, Instant now) => _adoptions.Add(now);

    /// <inheritdoc/>
    public void OnAbandoned(ulong association, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnRejected(ulong association, RebindingRejection reason, Instant now) =>
        _rejections[reason.ToString()] = _rejections.GetValueOrDefault(reason.ToString()) + 1;
}
