using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>Takes what arrives at a socket for datagrams.</summary>
public interface IDatagramReceiver
{
    /// <summary>A datagram arrived.</summary>
    /// <param name="bytes">It.</param>
    /// <param name="address">Who sent it; 0.0.0.0 over a Unix socket.</param>
    /// <param name="port">From which port; 0 over a Unix socket.</param>
    void OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port);
}
