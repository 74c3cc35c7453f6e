using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets: those of input 0 go to the end, those of input 1 to the front.</summary>
/// <syntax>MixedQueue([CAPACITY 1000])</syntax>
/// <remarks>
/// When full, packets of input 0 are dropped, and packets of input 1 push out the one at the end. What is
/// dropped leaves at output 1, if that is in use, else it ends. Signals are those of NotifierQueue.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the last ones.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class MixedQueue : WakingQueue
{
    /// <inheritdoc/>
    public override string ClassName => "MixedQueue";

    /// <inheritdoc/>
    public override string PortCounts => "2/1-2";

    /// <inheritdoc/>
    protected override Packet? Store(int port, Packet packet)
    {
        if (Capacity == 0 || (port == 0 && IsFull))
        {
            return packet;
        }

        Packet? last = null;
        if (port == 0)
        {
            Enqueue(packet);
        }
        else
        {
            last = IsFull ? DequeueLast() : null;
            EnqueueFirst(packet);
        }

        Wake();
        return last;
    }
}
