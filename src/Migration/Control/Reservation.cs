using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>What a destination is asked to hold ready.</summary>
/// <param name="MachineName">The scenario's name of the machine.</param>
/// <param name="Machine">Its HID.</param>
/// <param name="PageCount">The size of its memory in pages.</param>
/// <param name="SourceHost">Where it comes from.</param>
/// <param name="Epoch">The epoch that the destination would take.</param>
public readonly record struct Reservation(
    string MachineName, Xid Machine, int PageCount, Xid SourceHost, ulong Epoch);
