using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>Takes what arrives at a UDP socket.</summary>
public interface IDatagramReceiver
{
    /// <summary>A datagram arrived.</summary>
    void OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port);
}
