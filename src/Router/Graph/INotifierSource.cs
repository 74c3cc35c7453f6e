namespace Xia.Router.Graph;

/// <summary>An element at which the search for a signal stops.</summary>
public interface INotifierSource
{
    /// <summary>On while a pull may give a packet.</summary>
    Notifier EmptyNotifier { get; }

    /// <summary>On while there is room; null when it never refuses.</summary>
    Notifier? FullNotifier { get; }
}
