namespace Xia.Router.Platform;

/// <summary>A connection to another program.</summary>
/// <remarks>All on the thread that tells what arrives, but for <see cref="Send"/>.</remarks>
public interface IRouterConnection
{
    /// <summary>Who is at the other end; null where the system gives no name.</summary>
    SocketPlace? Remote { get; }

    /// <summary>
    /// Whether so much waits to be sent that a polite sender waits for
    /// <see cref="IConnectionReceiver.OnRoom"/>.
    /// </summary>
    bool IsFull { get; }

    /// <summary>Whether what arrives is left with the system for now.</summary>
    bool IsPaused { get; set; }

    /// <summary>Sends bytes, at once as far as there is room, the rest later; from any thread.</summary>
    /// <returns>
    /// False when nothing was taken: too much waits already, or the other side takes nothing any more.
    /// </returns>
    bool Send(ReadOnlySpan<byte> bytes);

    /// <summary>Ends it once everything is sent.</summary>
    void Close();
}
