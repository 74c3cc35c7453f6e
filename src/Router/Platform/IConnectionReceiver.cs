namespace Xia.Router.Platform;

/// <summary>Takes what arrives over a connection.</summary>
public interface IConnectionReceiver
{
    /// <summary>Bytes arrived.</summary>
    void OnReceived(ReadOnlySpan<byte> bytes);

    /// <summary>The other side sends no more, or is gone.</summary>
    void OnClosed();
}
