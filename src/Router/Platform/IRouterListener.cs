namespace Xia.Router.Platform;

/// <summary>A socket that waits for connections.</summary>
public interface IRouterListener : IDisposable
{
    /// <summary>The TCP port; 0 for a Unix socket.</summary>
    int Port { get; }

    /// <summary>Who gets the connections.</summary>
    IRouterAcceptor Acceptor { get; set; }

    /// <summary>Whether whoever wants to connect has to wait.</summary>
    bool IsPaused { get; set; }
}
