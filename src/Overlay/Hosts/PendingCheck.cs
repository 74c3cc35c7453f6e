using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>A rebinding whose signatures a core is working on.</summary>
/// <param name="Association">The association that it is about.</param>
/// <param name="SenderNonce">The other end's nonce, as the message says.</param>
/// <param name="Message">The rebinding.</param>
/// <param name="PacketBytes">How long the packet was.</param>
internal readonly record struct PendingCheck(
    Association Association, ulong SenderNonce, RebindingMessage Message, int PacketBytes);
