using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>How a <see cref="SwitchElement"/> decides about each packet of a batch.</summary>
/// <remarks>A structure that wraps the element; see <see cref="IPacketWork"/>.</remarks>
public interface IPacketChoice
{
    /// <summary>As <see cref="SwitchElement"/>'s <c>Choose</c>.</summary>
    int Choose(Packet packet);
}
