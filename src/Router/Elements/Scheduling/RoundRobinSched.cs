using Xia.Router.Graph;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from its inputs in turn.</summary>
/// <syntax>RoundRobinSched</syntax>
/// <remarks>
/// A pull tries the inputs from the one behind that which gave the last packet, and skips those whose signals
/// say that they have nothing.
/// </remarks>
public sealed class RoundRobinSched : Element
{
    private TaskSignal[] _signals = [];
    private int _next;

    /// <inheritdoc/>
    public override string ClassName => "RoundRobinSched";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _signals = PullSignals.Of(this);
        return null;
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        int input = _next;
        for (int tries = 0; tries < _signals.Length; tries++)
        {
            Packet? packet = _signals[input].IsActive ? Input(input).Pull() : null;
            input = input + 1 == _signals.Length ? 0 : input + 1;
            if (packet is not null)
            {
                _next = input;
                return packet;
            }
        }

        return null;
    }
}
