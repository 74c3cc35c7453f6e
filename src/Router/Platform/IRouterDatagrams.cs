using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>A UDP socket.</summary>
public interface IRouterDatagrams : IDisposable
{
    /// <summary>Its own port.</summary>
    int Port { get; }

    /// <summary>Sends a datagram.</summary>
    /// <returns>Whether the system took it.</returns>
    bool Send(ReadOnlySpan<byte> bytes, IpAddress address, int port);
}
