using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>What a <see cref="SimpleElement"/> does with each packet of a batch.</summary>
/// <remarks>
/// A structure that wraps the element, so that the loop is compiled for that element alone and calls its work
/// without looking it up.
/// </remarks>
public interface IPacketWork
{
    /// <summary>As <see cref="SimpleElement"/>'s <c>Process</c>.</summary>
    Packet? Process(Packet packet);
}
