using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>Takes packets at a pull input as they come, one per firing.</summary>
internal sealed class PulledInput
{
    private readonly Element _element;
    private readonly Action<Packet> _take;
    private readonly RouterTask _task;
    private readonly TaskSignal _signal;

    /// <summary>Begins at once.</summary>
    /// <param name="element">Whose input 0 it is.</param>
    /// <param name="take">Gets the packets.</param>
    public PulledInput(Element element, Action<Packet> take)
    {
        _element = element;
        _take = take;
        _task = new RouterTask(element, TakeOne);
        _signal = TaskSignal.Upstream(element, 0, _task);
        _task.Schedule();
    }

    private bool TakeOne()
    {
        Packet? packet = _element.Input(0).Pull();
        if (packet is not null)
        {
            _take(packet);
        }

        if (packet is not null || _signal.IsActive)
        {
            _task.Schedule();
        }

        return packet is not null;
    }
}
