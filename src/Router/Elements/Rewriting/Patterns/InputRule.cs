using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>What a rewriter does with packets of unknown flows at one of its inputs.</summary>
internal abstract record InputRule
{
    private InputRule()
    {
    }

    /// <summary>As the <c>patterns</c> handler shows it.</summary>
    public abstract string Description { get; }

    /// <summary>Whether all its outputs are there.</summary>
    public virtual bool Fits(int outputCount) => true;

    /// <summary>Decides on a new flow; false when the packet is dropped.</summary>
    public virtual bool TryMap(
        in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping)
    {
        mapping = default;
        return false;
    }

    private static bool AreOutputs(int forward, int reply, int outputCount) =>
        (uint)forward < (uint)outputCount && (uint)reply < (uint)outputCount;

    /// <summary>Kills them.</summary>
    internal sealed record Drop : InputRule
    {
        /// <inheritdoc/>
        public override string Description => "<drop>";
    }

    /// <summary>Lets them through as they are.</summary>
    /// <param name="Output">Where they leave.</param>
    internal sealed record Pass(int Output) : InputRule
    {
        /// <inheritdoc/>
        public override string Description => "<nochange>";

        /// <inheritdoc/>
        public override bool Fits(int outputCount) => (uint)Output < (uint)outputCount;
    }

    /// <summary>Knows their flow from then on, and rewrites nothing.</summary>
    /// <param name="ForwardOutput">Where they leave.</param>
    /// <param name="ReplyOutput">Where the answers leave.</param>
    internal sealed record Keep(int ForwardOutput, int ReplyOutput) : InputRule
    {
        /// <inheritdoc/>
        public override string Description => "<keep>";

        /// <inheritdoc/>
        public override bool Fits(int outputCount) => AreOutputs(ForwardOutput, ReplyOutput, outputCount);

        /// <inheritdoc/>
        public override bool TryMap(
            in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping)
        {
            mapping = new FlowMapping(key, ForwardOutput, ReplyOutput);
            return true;
        }
    }

    /// <summary>Rewrites them by a pattern.</summary>
    /// <param name="Form">The pattern.</param>
    /// <param name="ForwardOutput">Where they leave.</param>
    /// <param name="ReplyOutput">Where the answers leave.</param>
    internal sealed record Pattern(RewritePattern Form, int ForwardOutput, int ReplyOutput) : InputRule
    {
        /// <inheritdoc/>
        public override string Description => Form.ToString();

        /// <inheritdoc/>
        public override bool Fits(int outputCount) => AreOutputs(ForwardOutput, ReplyOutput, outputCount);

        /// <inheritdoc/>
        public override bool TryMap(
            in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping)
        {
            bool found = Form.TryRewrite(key, table, randomness, out FlowKey rewritten);
            mapping = new FlowMapping(rewritten, ForwardOutput, ReplyOutput);
            return found;
        }
    }

    /// <summary>Asks an element.</summary>
    /// <param name="Element">The element.</param>
    internal sealed record Mapper(IFlowMapper Element) : InputRule
    {
        /// <inheritdoc/>
        public override string Description => "<mapper>";

        /// <inheritdoc/>
        public override bool TryMap(
            in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping) =>
            Element.TryMap(key, table, randomness, out mapping);
    }
}
