namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>The place of a machine on a host.</summary>
/// <param name="Device">The device in the host's graph, such as <c>vm0</c>.</param>
/// <param name="Index">Its number.</param>
/// <param name="Machine">The machine that is there from the start, or comes there by a migration.</param>
public sealed record PlannedMachinePort(string Device, int Index, string Machine);
