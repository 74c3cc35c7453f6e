namespace Xia.Router.Platform;

/// <summary>Takes what arrives over a connection.</summary>
public interface IConnectionReceiver
{
    /// <summary>Bytes arrived.</summary>
    void OnReceived(ReadOnlySpan<byte> bytes);

    /// <summary><see cref="IRouterConnection.IsFull"/> was true and is false again.</summary>
    void OnRoom();

    /// <summary>The other side sends no more, or is gone; the connection closes itself.</summary>
    void OnClosed();
}
