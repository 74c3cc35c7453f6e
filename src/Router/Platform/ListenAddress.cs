namespace Xia.Router.Platform;

/// <summary>Where connections are waited for.</summary>
/// <param name="Path">The file name of a Unix socket; null for TCP.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="OnlyLocal">Whether only this machine may connect.</param>
public sealed record ListenAddress(string? Path, int Port = 0, bool OnlyLocal = false);
