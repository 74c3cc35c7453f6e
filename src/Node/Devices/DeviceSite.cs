using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Node.Devices;

/// <summary>What all devices of a process share.</summary>
/// <param name="Poller">Tells them when something can be read or written.</param>
/// <param name="Clock">Stamps frames.</param>
/// <param name="Pool">Where packets come from.</param>
/// <param name="Console">Where it is said that a device is gone; null for nowhere.</param>
internal sealed record DeviceSite(Poller Poller, RouterClock Clock, PacketPool Pool, IRouterConsole? Console);
