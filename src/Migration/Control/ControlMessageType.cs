namespace Xia.Migration.Control;

/// <summary>
/// The second element of a control message; 1–15 go to the destination, 16–31 to the source.
/// </summary>
internal enum ControlMessageType : byte
{
    Reserve = 1,
    PreAnnounce = 2,
    RoundEnd = 3,
    Freeze = 4,
    Commit = 5,
    Destroyed = 6,
    Abort = 7,
    Query = 8,
    Reserved = 16,
    Refused = 17,
    Ready = 18,
    RoundApplied = 19,
    Resumed = 20,
    Release = 21,
    Declined = 22,
    Unknown = 23,
}
