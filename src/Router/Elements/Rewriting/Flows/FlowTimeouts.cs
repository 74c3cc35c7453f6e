namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>How long a flow is kept after a packet.</summary>
/// <param name="KeptMilliseconds">It is forgotten when it was silent for so long.</param>
/// <param name="GuaranteedMilliseconds">No other flow takes its place before.</param>
internal readonly record struct FlowTimeouts(long KeptMilliseconds, long GuaranteedMilliseconds);
