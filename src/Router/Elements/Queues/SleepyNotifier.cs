using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;

namespace Xia.Router.Elements.Queues;

/// <summary>The empty signal of a queue; goes off when enough pulls in a row found nothing.</summary>
public struct SleepyNotifier() : IEmptySignal
{
    /// <summary>Pulls that find nothing before the signal goes off with the next one.</summary>
    private const int PatiencePulls = 9;

    private int _emptyPulls;

    /// <inheritdoc/>
    public Notifier Notifier { get; } = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnPull(bool gavePacket, int remaining)
    {
        if (gavePacket)
        {
            _emptyPulls = 0;
        }
        else
        {
            OnEmptyPull();
        }
    }

    private void OnEmptyPull()
    {
        if (_emptyPulls < PatiencePulls)
        {
            _emptyPulls++;
        }
        else
        {
            Notifier.Sleep();
        }
    }
}
