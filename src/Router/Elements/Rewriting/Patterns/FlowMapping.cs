using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>What becomes of a new flow.</summary>
/// <param name="Rewritten">The key of its packets after they are rewritten.</param>
/// <param name="ForwardOutput">Where they leave.</param>
/// <param name="ReplyOutput">Where the answers leave.</param>
internal readonly record struct FlowMapping(FlowKey Rewritten, int ForwardOutput, int ReplyOutput);
