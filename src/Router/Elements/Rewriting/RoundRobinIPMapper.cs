using Xia.Kernel.MessagePack;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Elements.Rewriting.Patterns;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Spreads new flows of rewriters over patterns in turn.</summary>
/// <syntax>RoundRobinIPMapper(PATTERN FOUTPUT ROUTPUT, …)</syntax>
/// <remarks>
/// Rewriters name it as an INPUTSPEC; see IPRewriter. A new flow gets the pattern after the one that the last
/// new flow got; one whose range is exhausted is passed over. Flows that are known stay with their pattern.
/// </remarks>
/// <example>lb :: RoundRobinIPMapper(- - 10.0.0.1 - 0 1, - - 10.0.0.2 - 0 1); rw :: IPRewriter(lb,
/// drop);</example>
public sealed class RoundRobinIPMapper : Element, IFlowMapper
{
    private const int Version = 1;

    private readonly List<InputRule.Pattern> _patterns = [];
    private int _next;

    /// <inheritdoc/>
    public override string ClassName => "RoundRobinIPMapper";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => RewritingPhases.Mappers;

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IReadOnlyList<string> patterns = arguments.Rest();
        if (patterns.Count == 0)
        {
            arguments.Error("no patterns given");
        }
        else if (patterns.Count == 1)
        {
            arguments.Warning("warning: only one pattern given");
        }

        foreach (string pattern in patterns)
        {
            List<string> words = ArgumentText.Words(pattern);
            if (PatternReader.ReadWithOutputs(words, this, out string? error) is { } rule)
            {
                _patterns.Add(rule);
            }
            else
            {
                arguments.Error(error!);
            }
        }
    }

    /// <inheritdoc/>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.Write(_next);
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 2, Version);
        _next = (int)(reader.ReadUInt32() % (uint)_patterns.Count);
    }

    string? IFlowMapper.Accept(int outputCount)
    {
        int wrong = _patterns.FindIndex(pattern => !pattern.Fits(outputCount));
        return wrong < 0 ? null : $"output port out of range in {this} pattern {wrong}";
    }

    bool IFlowMapper.TryMap(
        in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping)
    {
        mapping = default;
        for (int tries = 0; tries < _patterns.Count; tries++)
        {
            InputRule.Pattern pattern = _patterns[_next];
            _next = (_next + 1) % _patterns.Count;
            if (pattern.TryMap(key, table, randomness, out mapping))
            {
                return true;
            }
        }

        return false;
    }
}
