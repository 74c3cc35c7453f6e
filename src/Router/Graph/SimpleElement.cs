using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>An element that does the same with a packet whether it is pushed or pulled through.</summary>
/// <remarks>
/// Output 0 gets what <see cref="Process"/> returns; further outputs are pushed to by the element itself.
/// </remarks>
public abstract class SimpleElement : Element
{
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
        PacketBatch results = default;
        while (batch.Take() is { } packet)
        {
            if (Process(packet) is { } result)
            {
                results.Append(result);
            }
        }

        if (!results.IsEmpty)
        {
            Output(0).PushBatch(results);
        }
    }

    /// <summary>Does the element's work on a packet that it owns.</summary>
    /// <returns>What leaves at output 0, or null when the packet was killed or pushed elsewhere.</returns>
    protected abstract Packet? Process(Packet packet);
}
