using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>
/// An element that both sends to a device and hears from it, so that its inputs are its own.
/// </summary>
internal interface IFrameReceiver
{
    /// <summary>A frame arrived from the device.</summary>
    void OnFrame(Packet packet);
}
