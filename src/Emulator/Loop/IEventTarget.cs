using Xia.Kernel.Time;

namespace Xia.Emulator.Loop;

/// <summary>Whoever handles events of a simulation.</summary>
public interface IEventTarget
{
    /// <summary>An event that was scheduled for this target is due.</summary>
    /// <param name="argument">What was given when it was scheduled.</param>
    /// <param name="now">Its instant.</param>
    void OnEvent(long argument, Instant now);
}
