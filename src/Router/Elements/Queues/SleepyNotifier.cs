using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;

namespace Xia.Router.Elements.Queues;

/// <summary>The empty signal of a queue; goes off when enough pulls in a row found nothing.</summary>
internal struct SleepyNotifier()
{
    /// <summary>Pulls that find nothing before the signal goes off with the next one.</summary>
    private const int PatiencePulls = 9;

    private int _emptyPulls;

    /// <summary>On while a pull may give a packet.</summary>
    public Notifier Notifier { get; } = new();

    /// <summary>Takes note of a pull.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnPull(bool gavePacket)
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
