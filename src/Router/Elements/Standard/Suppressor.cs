using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// Passes packets from each input to the output of its number, unless that port is suppressed.
/// </summary>
/// <syntax>Suppressor</syntax>
/// <remarks>
/// As many outputs as inputs; each pair may be push or pull. What is pushed to a suppressed input is dropped,
/// pulls from a suppressed output find nothing. At the start none is.
/// </remarks>
/// <handler name="activeN" access="rw">Whether port N passes packets.</handler>
/// <handler name="reset" access="w">Lets all ports pass packets.</handler>
public sealed class Suppressor : Element
{
    private bool[] _isActive = [];

    /// <inheritdoc/>
    public override string ClassName => "Suppressor";

    /// <inheritdoc/>
    public override string PortCounts => "-/=";

    /// <inheritdoc/>
    public override string FlowCode => "#/#";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _isActive = new bool[InputCount];
        Array.Fill(_isActive, true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Button("reset", () => Array.Fill(_isActive, true));
        for (int port = 0; port < InputCount; port++)
        {
            int own = port;
            handlers.Switch($"active{port}", () => _isActive[own], active => _isActive[own] = active);
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_isActive[port])
        {
            Output(port).Push(packet);
        }
        else
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (_isActive[port])
        {
            Output(port).PushBatch(batch);
        }
        else
        {
            batch.Kill();
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => _isActive[port] ? Input(port).Pull() : null;
}
