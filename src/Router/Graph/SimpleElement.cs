using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>An element that does the same with a packet whether it is pushed or pulled through.</summary>
/// <remarks>
/// Output 0 gets what <see cref="Process"/> returns; further outputs are pushed to with <see cref="Divert"/>.
/// A batch leaves as a batch. Every element behind this one sees the same packets in the same order as if
/// they had come one by one: what is diverted in the middle of a batch first sends on what stood before it.
/// </remarks>
public abstract class SimpleElement : Element
{
    private PacketBatch _passed;

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public sealed override void Push(int port, Packet packet)
    {
        if (Process(packet) is { } result)
        {
            Output(0).Push(result);
        }
    }

    /// <inheritdoc/>
    public sealed override Packet? Pull(int port) => Input(0).Pull() is { } packet ? Process(packet) : null;

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        // Something is there only when the graph led back here in the middle of a batch.
        SendPassed();
        while (batch.Take() is { } packet)
        {
            if (Process(packet) is { } result)
            {
                _passed.Append(result);
            }
        }

        SendPassed();
    }

    /// <summary>Does the element's work on a packet that it owns.</summary>
    /// <returns>What leaves at output 0, or null when the packet was killed or diverted.</returns>
    protected abstract Packet? Process(Packet packet);

    /// <summary>
    /// Pushes a packet out at another output than 0 where that is in use, else kills it.
    /// </summary>
    protected void Divert(int port, Packet packet)
    {
        SendPassed();
        PushOrKill(port, packet);
    }

    private void SendPassed()
    {
        if (!_passed.IsEmpty)
        {
            PacketBatch passed = _passed;
            _passed = default;
            Output(0).PushBatch(passed);
        }
    }
}
