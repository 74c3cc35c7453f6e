using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>Where a socket is, or where it sends to.</summary>
/// <param name="Path">The file name of a Unix socket; null for TCP and UDP.</param>
/// <param name="Address">The host; 0.0.0.0 where it is all of this host's addresses.</param>
/// <param name="Port">The port; 0 where it is any free one.</param>
public sealed record SocketPlace(string? Path, IpAddress Address = default, int Port = 0)
{
    /// <inheritdoc/>
    public override string ToString() => Path ?? $"{Address}:{Port}";
}
