using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Elements.Rewriting.Patterns;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Spreads new flows of rewriters over patterns so that a source always gets the same one.</summary>
/// <syntax>SourceIPHashMapper(NNODES SEED, PATTERN FOUTPUT ROUTPUT ID, …)</syntax>
/// <remarks>
/// Rewriters name it as an INPUTSPEC; see IPRewriter. Each pattern stands for a server with a number ID and
/// lies at NNODES (1 to 65536) places of a circle; a source address belongs to the next place behind its own
/// (consistent hashing). So a pattern that is added or removed moves only the sources that come to it or
/// leave it. Places depend on SEED. A flow is dropped when its pattern's range is exhausted.
/// </remarks>
/// <example>lb :: SourceIPHashMapper(100 7, - - 10.0.0.1 - 0 1 1, - - 10.0.0.2 - 0 1 2);</example>
public sealed class SourceIPHashMapper : Element, IFlowMapper
{
    private const int MaximumPlaceCount = 1 << 16;
    private const ulong Spread = 0x9e37_79b9_7f4a_7c15;

    private readonly List<InputRule.Pattern> _patterns = [];
    private ulong[] _places = [];
    private int[] _owners = [];
    private uint _seed;

    /// <inheritdoc/>
    public override string ClassName => "SourceIPHashMapper";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => RewritingPhases.Mappers;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IReadOnlyList<string> rest = arguments.Rest();
        if (rest.Count < 2)
        {
            arguments.Error(rest.Count == 0 ? "no hash seed given" : "no patterns given");
            return;
        }

        if (rest.Count == 2)
        {
            arguments.Warning("warning: only one pattern given");
        }

        if (!TryReadHead(rest[0], out int placeCount, out string? error))
        {
            arguments.Error(error!);
            return;
        }

        var identifiers = new List<int>();
        foreach (string text in rest.Skip(1))
        {
            List<string> words = ArgumentText.Words(text);
            InputRule.Pattern? rule = null;
            if (words.Count < 2 || !PatternReader.TryReadNumber(words[^1], out int identifier))
            {
                error = "bad server ID in pattern spec";
            }
            else
            {
                rule = PatternReader.ReadWithOutputs([.. words.SkipLast(1)], this, out error);
                identifiers.Add(identifier);
            }

            if (rule is null)
            {
                arguments.Error(error!);
            }
            else
            {
                _patterns.Add(rule);
            }
        }

        if (arguments.Errors.Count == 0)
        {
            Arrange(placeCount, identifiers);
        }
    }

    string? IFlowMapper.Accept(int outputCount)
    {
        int wrong = _patterns.FindIndex(pattern => !pattern.Fits(outputCount));
        return wrong < 0 ? null : $"output port out of range in {this} pattern {wrong}";
    }

    bool IFlowMapper.TryMap(
        in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowMapping mapping)
    {
        int place = Array.BinarySearch(_places, Place(key.Source, uint.MaxValue));
        place = place < 0 ? ~place : place;
        int owner = _owners[place == _owners.Length ? 0 : place];
        return _patterns[owner].TryMap(key, table, randomness, out mapping);
    }

    private bool TryReadHead(string text, out int placeCount, out string? error)
    {
        placeCount = 0;
        List<string> words = ArgumentText.Words(text);
        error = words.Count != 2 ? "requires 2 config params: numnodes seed"
            : !PatternReader.TryReadNumber(words[0], out placeCount) ? "number of nodes must be an integer"
            : placeCount is <= 0 or > MaximumPlaceCount
                ? $"number of nodes out of range, bound {MaximumPlaceCount}"
            : !ArgumentTypes.UInt32()(words[1], out _seed, out _) ? "hash seed must be an integer" : null;
        return error is null;
    }

    private void Arrange(int placeCount, List<int> identifiers)
    {
        _places = new ulong[placeCount * identifiers.Count];
        _owners = new int[_places.Length];
        for (int index = 0; index < _places.Length; index++)
        {
            _owners[index] = index / placeCount;
            _places[index] = Place((uint)identifiers[_owners[index]], (uint)(index % placeCount));
        }

        Array.Sort(_places, _owners);
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private ulong Place(uint value, uint number)
    {
        ulong mixed = ((((ulong)value << 32) | number) + (_seed * Spread)) + Spread;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58_476d_1ce4_e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d0_49bb_1331_11eb;
        return mixed ^ (mixed >> 31);
    }
}
