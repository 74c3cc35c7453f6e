namespace Xia.Router.Platform;

/// <summary>A connection to another program.</summary>
public interface IRouterConnection
{
    /// <summary>Sends bytes, at once as far as there is room, the rest later.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Ends it once everything is sent.</summary>
    void Close();
}
