using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends all packets to one output, which their rate chooses.</summary>
public abstract class MeterElement : SwitchElement
{
    private long[] _rates = [];
    private RateEstimate _estimate;

    /// <inheritdoc/>
    public override string PortCounts => "1/2-";

    /// <summary>Reads one rate.</summary>
    private protected abstract ArgumentParser<long> RateParser { get; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var rates = new List<long>();
        foreach (string text in arguments.Rest())
        {
            if (!RateParser(text, out long rate, out string? error))
            {
                arguments.Error($"rate {rates.Count + 1}: {error ?? "parse error"}");
            }
            else if (rates.Count > 0 && rate <= rates[^1])
            {
                arguments.Error($"rate {rates.Count + 1} must be > rate {rates.Count}");
            }

            rates.Add(rate);
        }

        if (rates.Count + 1 != OutputCount)
        {
            arguments.Error($"{OutputCount} outputs need {OutputCount - 1} rates");
        }

        _rates = [.. rates];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("rate", () => $"{_estimate.Add(Now, 0)}");
        handlers.Read("meters", () => string.Concat(_rates.Select(rate => $"{rate}\n")));
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        long rate = _estimate.Add(Now, CostOf(packet));
        int output = 0;
        while (output < _rates.Length && rate >= _rates[output])
        {
            output++;
        }

        return output;
    }

    /// <summary>What a packet adds to the rate.</summary>
    private protected abstract long CostOf(Packet packet);
}
