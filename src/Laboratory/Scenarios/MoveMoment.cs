namespace Xia.Laboratory.Scenarios;

/// <summary>A moment of a machine's move that an event can wait for.</summary>
public enum MoveMoment
{
    /// <summary>The destination set memory aside.</summary>
    Reserved,

    /// <summary>The peers were told of the coming move.</summary>
    PreAnnounced,

    /// <summary>The source's last vCPU stopped.</summary>
    Frozen,

    /// <summary>The destination's first vCPU started.</summary>
    Resumed,

    /// <summary>The destination owns the machine.</summary>
    Committed,

    /// <summary>The source forgot it.</summary>
    Released,

    /// <summary>The move was given up.</summary>
    Aborted,
}
