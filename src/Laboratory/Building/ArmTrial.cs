using Xia.Migration.Machines;

namespace Xia.Laboratory.Building;

/// <summary>
/// What a test changes in an arm to show that a check is no short cut; a run that counts changes nothing.
/// </summary>
internal sealed record ArmTrial
{
    /// <summary>Nothing is changed.</summary>
    public static ArmTrial None { get; } = new();

    /// <summary>
    /// Whether a source's copy is overwritten as soon as the commit has left, so that nothing but the bytes
    /// on the links can reach the destination.
    /// </summary>
    public bool OverwriteSourceAtCommit { get; init; }

    /// <summary>
    /// Makes the memory of a copy of so many pages, which are all present or all yet to come.
    /// </summary>
    public Func<int, bool, IMachineMemory> MakeMemory { get; init; } =
        (pageCount, isPresent) => new GuestMemory(pageCount, isPresent);
}
