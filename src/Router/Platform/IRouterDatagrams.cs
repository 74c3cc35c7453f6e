using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>A socket for datagrams.</summary>
public interface IRouterDatagrams : IDisposable
{
    /// <summary>Its own UDP port; 0 for a Unix socket.</summary>
    int Port { get; }

    /// <summary>Whether it knows where to send.</summary>
    bool HasTarget { get; }

    /// <summary>Who gets what arrives.</summary>
    IDatagramReceiver Receiver { get; set; }

    /// <summary>Sends to whoever sent last from now on.</summary>
    void AimAtSender();

    /// <summary>Sends a datagram to the target; from any thread.</summary>
    SendOutcome Send(ReadOnlySpan<byte> bytes);

    /// <summary>Sends a datagram to the target's port of another host; from any thread.</summary>
    SendOutcome Send(ReadOnlySpan<byte> bytes, IpAddress address);
}
