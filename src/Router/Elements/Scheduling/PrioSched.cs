using Xia.Router.Graph;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from the first of its inputs that has a packet.</summary>
/// <syntax>PrioSched</syntax>
/// <remarks>
/// A pull tries the inputs from 0 on, and skips those whose signals say that they have nothing.
/// </remarks>
public sealed class PrioSched : Element
{
    private TaskSignal[] _signals = [];

    /// <inheritdoc/>
    public override string ClassName => "PrioSched";

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
        TaskSignal[] signals = _signals;
        for (int input = 0; input < signals.Length; input++)
        {
            if (signals[input].IsActive && Input(input).Pull() is { } packet)
            {
                return packet;
            }
        }

        return null;
    }
}
