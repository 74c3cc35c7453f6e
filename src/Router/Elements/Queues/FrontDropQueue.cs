using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets until they are pulled, first in, first out; drops the oldest when full.</summary>
/// <syntax>FrontDropQueue([CAPACITY 1000])</syntax>
/// <remarks>
/// What is dropped leaves at output 1, if that is in use, else it ends. Signals are those of NotifierQueue.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the oldest.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class FrontDropQueue : WakingQueue
{
    /// <inheritdoc/>
    public override string ClassName => "FrontDropQueue";

    /// <inheritdoc/>
    protected override bool KeepsNewest => true;

    /// <inheritdoc/>
    protected override Packet? Store(int port, Packet packet)
    {
        if (Capacity == 0)
        {
            return packet;
        }

        Packet? oldest = IsFull ? Dequeue() : null;
        Enqueue(packet);
        Wake();
        return oldest;
    }
}
