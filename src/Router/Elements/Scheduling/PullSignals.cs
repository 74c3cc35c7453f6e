using Xia.Router.Graph;
using Xia.Router.Graph.Signals;

namespace Xia.Router.Elements.Scheduling;

/// <summary>For each input of a scheduler, whether a pull there may give a packet.</summary>
internal static class PullSignals
{
    public static TaskSignal[] Of(Element element)
    {
        var signals = new TaskSignal[element.InputCount];
        for (int input = 0; input < signals.Length; input++)
        {
            signals[input] = TaskSignal.Upstream(element, input);
        }

        return signals;
    }
}
