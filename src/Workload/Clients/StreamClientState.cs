namespace Xia.Workload.Clients;

/// <summary>Where a stream client's session stands.</summary>
public enum StreamClientState
{
    /// <summary>It has not begun.</summary>
    Idle,

    /// <summary>It connects, asks and is answered.</summary>
    Running,

    /// <summary>It ended in order.</summary>
    Finished,

    /// <summary>It broke.</summary>
    Broken,
}
