using Xia.Router.Graph.Building;

namespace Xia.Router.Graph.Signals;

/// <summary>Walks from a port along all paths of packets and gathers the nearest notifiers.</summary>
/// <remarks>
/// A path that ends at an element that may make packets by itself, or that comes to where transfers start
/// from the other side, gives no signal: then the sum is always on and nobody is woken.
/// </remarks>
internal sealed class SignalSearch(bool upstream)
{
    private readonly TaskSignal _signal = new();
    private readonly List<Notifier> _notifiers = [];
    private bool _hasWakers;

    public static TaskSignal Run(Element element, int port, bool upstream, Action<Notifier>? listen)
    {
        var search = new SignalSearch(upstream);
        search.Walk(element, port, wakersOnly: false);
        if (!search._signal.IsBusy && search._hasWakers)
        {
            search.Walk(element, port, wakersOnly: true);
        }

        if (!search._signal.IsBusy && listen is not null)
        {
            search._notifiers.ForEach(listen);
        }

        return search._signal;
    }

    private void Walk(Element start, int startPort, bool wakersOnly)
    {
        GraphLinks links = start.Router.Links;
        var seen = new HashSet<(Element Element, int Port)>();
        var open = new Queue<(Element Element, int Port)>();
        open.Enqueue((start, startPort));
        while (open.TryDequeue(out (Element Element, int Port) from))
        {
            foreach ((Element Element, int Port) to in links.Across(from.Element, from.Port, upstream))
            {
                if (!seen.Add(to) || !GoesOn(to.Element, to.Port, wakersOnly))
                {
                    continue;
                }

                foreach (int next in GraphLinks.Through(to.Element, to.Port, upstream))
                {
                    open.Enqueue((to.Element, next));
                }
            }
        }
    }

    private bool GoesOn(Element element, int port, bool wakersOnly)
    {
        if (NotifierOf(element) is { } notifier)
        {
            if (!_notifiers.Contains(notifier))
            {
                _notifiers.Add(notifier);
            }

            notifier.Join(element.Router, upstream ? Notifier.Empty : Notifier.Full);
            if (!wakersOnly)
            {
                _signal.Add(notifier.Word, notifier.Mask);
            }

            bool wakes = notifier.Search == NotifierSearch.ContinueWake;
            _hasWakers |= wakes;
            return notifier.Search != NotifierSearch.Stop && (!wakes || wakersOnly);
        }

        bool startsHere = upstream ? element.Output(port).IsPush : element.Input(port).IsPull;
        bool endsHere = element.MayGeneratePackets && !GraphLinks.Through(element, port, upstream).Any();
        if ((startsHere || endsHere) && !wakersOnly)
        {
            _signal.MakeBusy();
        }

        return !startsHere;
    }

    private Notifier? NotifierOf(Element element) =>
        element is INotifierSource source ? upstream ? source.EmptyNotifier : source.FullNotifier : null;
}
