using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Rebinding;

/// <summary>What a peer knows of an association before it looks at a rebinding of its other end.</summary>
/// <param name="Authority">The HID of the other end: who may move it.</param>
/// <param name="Intent">The last node of the other end's address.</param>
/// <param name="Accepted">The numbers of the newest rebinding adopted in this association.</param>
/// <param name="MayRepeat">Whether that one was given up, so that it may be adopted once more.</param>
/// <param name="MaximumNodes">How many nodes an address of this association may have.</param>
internal readonly record struct RebindingContext(
    Xid Authority, Xid Intent, Freshness Accepted, bool MayRepeat, int MaximumNodes);
