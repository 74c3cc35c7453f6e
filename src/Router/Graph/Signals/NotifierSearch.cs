namespace Xia.Router.Graph.Signals;

/// <summary>What a search for signals does when it meets a notifier.</summary>
public enum NotifierSearch
{
    /// <summary>Takes its signal and looks no further on this path.</summary>
    Stop,

    /// <summary>Takes its signal and goes on.</summary>
    Continue,

    /// <summary>
    /// Takes its signal and goes on, but further notifiers only wake the listener: for elements that hold a
    /// packet now and then without knowing when new ones come.
    /// </summary>
    ContinueWake,
}
