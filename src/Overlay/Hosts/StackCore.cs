using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Delegations;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>What the parts of one stack share.</summary>
internal sealed class StackCore
{
    public StackCore(OverlayStackOptions options)
    {
        Options = options;
        Random = options.Random;
        Processor = options.Processor ?? new IdealProcessor();
        Place = new LocalPlace(options);
        Table = new AssociationTable(
            options.MaximumAssociations,
            Duration.FromMilliseconds(options.EvictableAfterMilliseconds), Random);
        Peers = new PeerBook(options.Names);
    }

    public OverlayStackOptions Options { get; }

    public RandomStream Random { get; }

    public IProcessor Processor { get; }

    public LocalPlace Place { get; }

    public AssociationTable Table { get; }

    public PeerBook Peers { get; }

    public StackCounters Counters { get; } = new();

    public EpochLedger Ledger { get; } = new();

    public ReadyQueue Ready { get; } = new();

    public DeadlineHeap<Association> Deadlines { get; } = new();

    public IRebindingObserver? Observer { get; set; }

    /// <summary>The ordinal of the association made last.</summary>
    public long LastOrdinal { get; set; }

    /// <summary>Notes that an association may have something to send or another deadline.</summary>
    public void Update(Association association)
    {
        if (!association.IsRemoved)
        {
            Ready.Add(association);
            Deadlines.Set(association, association.NextTimeout);
        }
    }

    /// <summary>Takes an association out of everything.</summary>
    public void Forget(Association association, DatagramPool pool)
    {
        Deadlines.Set(association, null);
        Table.Remove(association);
        association.Socket?.Associations.Remove(association.Peer.Token.Value);
        while (association.FirstDatagram is not null)
        {
            pool.Return(association.Dequeue());
        }

        Peers.Release(association.Peer);
    }
}
