namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets until they are pulled; the old name of ThreadSafeQueue.</summary>
/// <syntax>MSQueue([CAPACITY 1000])</syntax>
/// <remarks>
/// Packets that find it full leave at output 1, if that is in use, else they end.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the last ones.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class MSQueue : NoteQueue<SleepyNotifier>
{
    /// <inheritdoc/>
    public override string ClassName => "MSQueue";
}
