namespace Xia.Transport.Sockets;

/// <summary>The element that takes a stack's packets.</summary>
public interface IStackOutput
{
    /// <summary>
    /// Packets wait; they may be taken at once or a little later, but not within this call.
    /// </summary>
    void OnOutputReady();
}
