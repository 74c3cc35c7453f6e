using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Scenarios;

/// <summary>A full-duplex link between two nodes; both directions have the same properties.</summary>
/// <param name="Name">Its name; <c>a-b</c> unless the file gives another.</param>
/// <param name="First">The node named first.</param>
/// <param name="Second">The node named second.</param>
/// <param name="Network">The network out of whose prefix its subnet comes.</param>
/// <param name="RateBitsPerSecond">Rate of each direction.</param>
/// <param name="Delay">One-way propagation delay.</param>
/// <param name="Jitter">Most that a frame is delayed beyond that, uniformly, without reordering.</param>
/// <param name="QueueBytes">How much each sending end queues before it drops.</param>
/// <param name="LossPartsPerBillion">How many of a billion frames are lost, each independently.</param>
/// <param name="Subnet">Its subnet if the file fixes it; else the address plan chooses.</param>
public sealed record ScenarioLink(
    string Name,
    string First,
    string Second,
    string Network,
    long RateBitsPerSecond,
    Duration Delay,
    Duration Jitter,
    long QueueBytes,
    long LossPartsPerBillion,
    Ipv4Prefix? Subnet);
