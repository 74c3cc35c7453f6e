using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>The system's side of a Socket; a graph that takes over gets it whole.</summary>
internal abstract class SocketTransport(Socket owner) : IDisposable
{
    /// <summary>Whose it is.</summary>
    public Socket Owner { get; set; } = owner;

    /// <summary>Its own port; 0 for a Unix socket, and for a connection of its own.</summary>
    public abstract int Port { get; }

    /// <summary>Whether somebody is there to send to, and has room.</summary>
    public abstract bool CanSend { get; }

    /// <summary>Sends a packet, which stays the caller's.</summary>
    public abstract SendOutcome Send(Packet packet);

    /// <summary>Ends it.</summary>
    public abstract void Dispose();
}
