using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;

namespace Xia.Router.Elements.Queues;

/// <summary>The empty signal of a queue; goes off with the last packet.</summary>
public readonly struct PromptNotifier() : IEmptySignal
{
    /// <inheritdoc/>
    public Notifier Notifier { get; } = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnPull(bool gavePacket, int remaining)
    {
        if (remaining == 0)
        {
            Notifier.Sleep();
        }
    }
}
