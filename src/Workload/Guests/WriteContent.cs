namespace Xia.Workload.Guests;

/// <summary>What a page writer writes.</summary>
public enum WriteContent
{
    /// <summary>Zeroes.</summary>
    Zero,

    /// <summary>Bytes that are the same on many pages: one of sixteen fixed pages.</summary>
    Duplicate,

    /// <summary>
    /// A fixed pattern in which every eighth word counts up: pages alike but for few bytes.
    /// </summary>
    Template,

    /// <summary>Words of a small alphabet; about 3:1 for a fast general codec.</summary>
    TextLike,

    /// <summary>Bytes that no codec shortens.</summary>
    Random,

    /// <summary>A counter of 8 bytes at the start of the place written; the rest stays.</summary>
    Counter,

    /// <summary>The bytes that are there: a silent store.</summary>
    Same,
}
