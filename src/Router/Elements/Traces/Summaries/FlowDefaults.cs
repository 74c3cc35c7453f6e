using Xia.Internet.Wire;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The addresses and ports of packets whose summary does not say them.</summary>
internal sealed record FlowDefaults(
    IpAddress Source, ushort SourcePort, IpAddress Destination, ushort DestinationPort);
