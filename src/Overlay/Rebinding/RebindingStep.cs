namespace Xia.Overlay.Rebinding;

/// <summary>What a mover has to do when a <see cref="RebindingSender"/>'s deadline has come.</summary>
internal enum RebindingStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The signature's time on a core is over: make the message and send it.</summary>
    SendFirst,

    /// <summary>Nobody acknowledged: send the same bytes again.</summary>
    SendAgain,

    /// <summary>The last try stayed without an answer too; nothing more will be sent.</summary>
    GiveUp,
}
