using Xia.Kernel.Time;

namespace Xia.Kernel.Work;

/// <summary>The cores of a host, on which work takes time and may queue.</summary>
public interface IProcessor
{
    /// <summary>Puts work on the first core that is free and says when it is done.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="units">
    /// How many units of it, as <see cref="WorkKind"/> defines them; not negative.
    /// </param>
    /// <param name="now">When the work is ready to start.</param>
    /// <returns>
    /// When it is done; never before <paramref name="now"/>. The caller acts on the result then.
    /// </returns>
    Instant Charge(WorkKind kind, long units, Instant now);
}
