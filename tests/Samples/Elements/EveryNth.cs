using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Samples.Elements;

/// <summary>Passes one packet of N, and kills the others.</summary>
/// <syntax>EveryNth([N 2])</syntax>
/// <handler name="passed" access="r">How many packets passed.</handler>
public sealed class EveryNth : SimpleElement
{
    private int _n;
    private long _seen;

    /// <inheritdoc/>
    public override string ClassName => "EveryNth";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _n = arguments.Positional("N", ArgumentTypes.Int32(1), 2);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("passed", () => $"{_seen / _n}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (++_seen % _n == 0)
        {
            return packet;
        }

        packet.Kill();
        return null;
    }
}
