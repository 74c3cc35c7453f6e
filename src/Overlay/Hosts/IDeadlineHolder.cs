namespace Xia.Overlay.Hosts;

/// <summary>Something with one deadline in a <see cref="DeadlineHeap{T}"/>.</summary>
internal interface IDeadlineHolder
{
    /// <summary>Where it stands in the heap; −1 when it is not there. The heap's own field.</summary>
    int HeapIndex { get; set; }

    /// <summary>Breaks ties between equal deadlines; unique and never changed.</summary>
    long Ordinal { get; }
}
