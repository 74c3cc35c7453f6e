using Xia.Kernel.Time;

namespace Xia.Node.Running;

/// <summary>The time in which a graph lives.</summary>
public abstract class RouterClock
{
    /// <summary>What time it is; never earlier than before.</summary>
    public abstract Instant Read();

    /// <summary>Nothing is to be done before a deadline.</summary>
    /// <returns>How long the thread should sleep; zero when the clock moved by itself.</returns>
    public abstract Duration PassUntil(Instant deadline);
}
