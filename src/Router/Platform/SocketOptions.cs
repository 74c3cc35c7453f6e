namespace Xia.Router.Platform;

/// <summary>What is wished of a socket.</summary>
/// <param name="SendBufferBytes">How much the system keeps to send; null: as it likes.</param>
/// <param name="ReceiveBufferBytes">How much it keeps that was not read yet; null: as it likes.</param>
/// <param name="IsPrompt">Whether TCP sends little at once instead of waiting for more.</param>
public sealed record SocketOptions(
    int? SendBufferBytes = null, int? ReceiveBufferBytes = null, bool IsPrompt = false)
{
    /// <summary>No wishes.</summary>
    public static SocketOptions None { get; } = new();
}
