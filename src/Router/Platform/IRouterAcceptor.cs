namespace Xia.Router.Platform;

/// <summary>Takes new connections.</summary>
public interface IRouterAcceptor
{
    /// <summary>Somebody connected.</summary>
    /// <returns>Who gets what arrives.</returns>
    IConnectionReceiver OnConnected(IRouterConnection connection);
}
