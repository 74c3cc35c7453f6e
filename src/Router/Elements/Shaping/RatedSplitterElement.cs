using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends what a token bucket allows to output 0, and the rest to output 1.</summary>
public abstract class RatedSplitterElement : SwitchElement
{
    private TokenArguments _arguments;
    private TokenBucket _bucket;

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <summary>Whether the rate is in bytes, not packets.</summary>
    protected abstract bool IsBandwidth { get; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _arguments = TokenArguments.Read(arguments, IsBandwidth);
        _bucket = _arguments.NewBucket();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("rate", () => _arguments.ShowRate());
        handlers.Write("rate", text =>
        {
            if (!TokenArguments.RateParser(IsBandwidth)(text.Trim(), out long rate, out string? error))
            {
                return error ?? "syntax error";
            }

            _arguments = _arguments with { Rate = rate };
            _bucket = _arguments.NewBucket();
            _bucket.Refill(Now);
            return null;
        });
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        _bucket.Refill(Now);
        if (!_bucket.Contains(_arguments.Needed))
        {
            return 1;
        }

        _bucket.Remove(_arguments.CostOf(packet.LengthBytes));
        return 0;
    }
}
