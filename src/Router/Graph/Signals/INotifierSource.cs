namespace Xia.Router.Graph.Signals;

/// <summary>An element with signals that others listen to.</summary>
public interface INotifierSource
{
    /// <summary>On while a pull may give a packet; null when it says nothing about that.</summary>
    Notifier? EmptyNotifier => null;

    /// <summary>On while there is room; null when it says nothing about that.</summary>
    Notifier? FullNotifier => null;
}
