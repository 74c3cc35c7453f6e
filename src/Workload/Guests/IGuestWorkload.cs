using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Workload.Guests;

/// <summary>Something that runs inside a guest and touches its memory, on the guest's own clock.</summary>
/// <remarks>
/// All instants here are guest time: nanoseconds of the guest's clock since it first ran. They stand still
/// while the guest does. An access that faults stops the workload, as it would stop the vCPU, until
/// <see cref="OnPagePresent"/> tells of the page; it then goes on with the same access.
/// </remarks>
public interface IGuestWorkload
{
    /// <summary>
    /// The guest time at which <see cref="OnTimeout"/> is due; null while it waits for a page or is done.
    /// </summary>
    Instant? NextTimeout { get; }

    /// <summary>The page whose absence holds the workload up, or null.</summary>
    int? WaitsForPage { get; }

    /// <summary>Does everything that is due; an earlier call changes nothing.</summary>
    void OnTimeout(Instant guestNow);

    /// <summary>A page that was missing is there now.</summary>
    void OnPagePresent(int page, Instant guestNow);

    /// <summary>
    /// Saves what a copy elsewhere needs to go on; the memory travels by itself. One MessagePack array.
    /// </summary>
    void Export(ref MessagePackWriter writer);

    /// <summary>Takes a saved state over in a workload that was built from the same configuration.</summary>
    /// <exception cref="MessagePackSerializationException">The state cannot be read or does not
    /// fit.</exception>
    void Import(ref MessagePackReader reader);
}
