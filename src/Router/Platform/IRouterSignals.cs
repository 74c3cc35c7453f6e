namespace Xia.Router.Platform;

/// <summary>The signals of the process in which a graph runs; the driver provides them.</summary>
public interface IRouterSignals
{
    /// <summary>The number of the process.</summary>
    int ProcessId { get; }

    /// <summary>The number of a signal that is given by number or by name, such as <c>INT</c>.</summary>
    int? NumberOf(string text);

    /// <summary>
    /// Catches a signal from now on and tells the watcher on the graph's thread, between firings; several
    /// that come before that are one.
    /// </summary>
    void Watch(int signal, Action watcher);

    /// <summary>
    /// Undoes one <see cref="Watch"/>; without watchers a signal does what it does by default.
    /// </summary>
    void Unwatch(int signal, Action watcher);

    /// <summary>Sends a signal to a process.</summary>
    /// <returns>An error text, or null.</returns>
    string? Send(int signal, int processId);
}
