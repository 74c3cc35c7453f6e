namespace Xia.Router.Platform;

/// <summary>What became of something that was to be sent.</summary>
public enum SendOutcome
{
    /// <summary>The system took it.</summary>
    Sent,

    /// <summary>There is no room at the moment.</summary>
    Busy,

    /// <summary>It cannot be sent: too long, nobody there, no way.</summary>
    Refused,
}
