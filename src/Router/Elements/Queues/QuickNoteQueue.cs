using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets as Queue does, but says at once when it is empty.</summary>
/// <syntax>QuickNoteQueue([CAPACITY 1000])</syntax>
/// <remarks>
/// Packets that find it full leave at output 1, if that is in use, else they end.
/// Who pulls sleeps without another try: for those to whom a try is dear.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the last ones.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class QuickNoteQueue : StorageElement, INotifierSource
{
    private readonly Notifier _full = new();
    private readonly Notifier _empty = new();

    /// <inheritdoc/>
    public override string ClassName => "QuickNoteQueue";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _empty;

    /// <inheritdoc/>
    public Notifier? FullNotifier => _full;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _full.Join(Router, Notifier.Full);
        _empty.Join(Router, Notifier.Empty);
        base.Configure(arguments);
        if (!IsFull)
        {
            _full.Wake();
        }
        else if (Length > 0)
        {
            _full.Sleep();
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (IsShared)
        {
            PushShared(port, packet);
        }
        else if (Store(port, packet) is { } dropped)
        {
            Drop(dropped);
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => IsShared ? PullShared() : Fetch();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Store(int port, Packet packet)
    {
        if (IsFull)
        {
            return packet;
        }

        Enqueue(packet);
        _empty.Wake();
        if (IsFull)
        {
            _full.Sleep();
        }

        return null;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Fetch()
    {
        Packet? packet = Dequeue();
        if (packet is not null)
        {
            _full.Wake();
        }

        if (Length == 0)
        {
            _empty.Sleep();
        }

        return packet;
    }

    /// <inheritdoc/>
    protected override void OnStateTaken()
    {
        if (Length > 0)
        {
            _empty.Wake();
        }

        if (IsFull)
        {
            _full.Sleep();
        }
    }
}
