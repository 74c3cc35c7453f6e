using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Changes random bits of packets.</summary>
/// <syntax>RandomBitErrors(P[, KIND flip, ACTIVE true])</syntax>
/// <remarks>
/// Each bit is changed with probability P (to a billionth). KIND is <c>flip</c>, <c>set</c> or <c>clear</c>.
/// Without ACTIVE nothing is changed.
/// </remarks>
/// <handler name="p_bit_error" access="rw">P.</handler>
/// <handler name="error_kind" access="rw">KIND.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
public sealed class RandomBitErrors : SimpleElement
{
    private RandomStream _random = null!;
    private long _chance;
    private string _kind = "flip";
    private bool _active;

    /// <inheritdoc/>
    public override string ClassName => "RandomBitErrors";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _chance = arguments.Mandatory("P", Probability.Parser);
        if (WriteKind(arguments.Positional("KIND", ArgumentTypes.Word, "flip")) is { } error)
        {
            arguments.Error(error);
        }

        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("p_bit_error", () => Probability.Show(_chance));
        handlers.Write("p_bit_error", text =>
        {
            if (!Probability.Parser(text.Trim(), out long chance, out _))
            {
                return Probability.Expected;
            }

            _chance = chance;
            return null;
        });
        handlers.Read("error_kind", () => _kind);
        handlers.Write("error_kind", text => WriteKind(text.Trim()));
        handlers.Switch("active", () => _active, active => _active = active);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (!_active || _chance == 0)
        {
            return packet;
        }

        for (int index = 0; index < packet.LengthBytes; index++)
        {
            int wrong = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                wrong |= _random.NextChance(_chance) ? 1 << bit : 0;
            }

            if (wrong != 0)
            {
                ref byte one = ref packet.WritableData()[index];
                one = (byte)(_kind switch
                {
                    "set" => one | wrong,
                    "clear" => one & ~wrong,
                    _ => one ^ wrong,
                });
            }
        }

        return packet;
    }

    private string? WriteKind(string kind)
    {
        if (kind is not ("set" or "clear" or "flip"))
        {
            return $"bad action '{kind}' (must be 'set', 'clear', or 'flip')";
        }

        _kind = kind;
        return null;
    }
}
