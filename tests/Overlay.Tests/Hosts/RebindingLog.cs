using Xia.Kernel.Time;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>Writes down every step of a rebinding.</summary>
internal sealed class RebindingLog : IRebindingObserver
{
    public List<(string What, Instant At)> Steps { get; } = [];

    public Instant? FirstOf(string what)
    {
        foreach ((string step, Instant at) in Steps)
        {
            if (step == what)
            {
                return at;
            }
        }

        return null;
    }

    public int CountOf(string what) => Steps.Count(step => step.What == what);

    public void OnSent(ulong association, int attempt, Instant now) => Steps.Add(("sent", now));

    public void OnAcknowledged(ulong association, Instant now) => Steps.Add(("acknowledged", now));

    public void OnVerified(ulong association, Instant now) => Steps.Add(("verified", now));

    public void OnProvisional(ulong association, Instant now) => Steps.Add(("provisional", now));

    public void OnConfirmed(ulong association, Instant now) => Steps.Add(("confirmed", now));

    public void OnAbandoned(ulong association, Instant now) => Steps.Add(("abandoned", now));

    public void OnRejected(ulong association, RebindingRejection reason, Instant now) =>
        Steps.Add(($"rejected {reason}", now));
}
