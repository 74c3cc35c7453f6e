using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control;

/// <summary>
/// Makes elements that draw for Click's sake draw the same numbers as Click with that seed.
/// </summary>
/// <syntax>RandomSeed([SEED])</syntax>
/// <remarks>
/// Without it, or without SEED (0 to 4294967295), each element draws from a stream of its own that depends on
/// the seed of the run. With it, elements that choose as Click does share one sequence of draws, that of the
/// C library's random: rewriters that choose ports and addresses.
/// </remarks>
/// <handler name="seed" access="w">Begins the sequence of a seed anew; an empty text ends it.</handler>
/// <example>RandomSeed(1) rw :: IPRewriter(pattern 1.0.0.1 1024-65535 - - 0 1, drop);</example>
public sealed class RandomSeed : Element
{
    /// <inheritdoc/>
    public override string ClassName => "RandomSeed";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 0;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        uint? seed = arguments.Positional<uint?>("SEED", ParseSeed, null);
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            Set(seed);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Write("seed", SetSeed);

    private static bool ParseSeed(string text, out uint? value, out string? error)
    {
        bool read = ArgumentTypes.UInt32()(text, out uint seed, out error);
        value = seed;
        return read;
    }

    private string? SetSeed(string text)
    {
        var arguments = new ArgumentReader(ArgumentText.Split(text));
        uint? seed = arguments.Positional<uint?>("SEED", ParseSeed, null);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return string.Join('\n', arguments.Errors);
        }

        Set(seed);
        return null;
    }

    private void Set(uint? seed) =>
        Router.SharedRandomness = seed is { } value ? new AdditiveRandom(value) : null;
}
