using Xia.Kernel.Time;
using Xia.Workload.Protocol;

namespace Xia.Workload.Clients;

/// <summary>What a stream client sends.</summary>
public sealed record StreamClientOptions
{
    /// <summary>When it connects.</summary>
    public Instant Start { get; init; }

    /// <summary>When it makes no new request any more; null for never.</summary>
    public Instant? Stop { get; init; }

    /// <summary>Bits of requests per second, headers of the protocol included.</summary>
    public required long RateBitsPerSecond { get; init; }

    /// <summary>The length of the values that it stores; default 1000 bytes.</summary>
    public int ValueBytes { get; init; } = 1000;

    /// <summary>Every so many requests one is a GET of what was stored before; default 8.</summary>
    public int GetEvery { get; init; } = 8;

    /// <summary>How many keys it stores under in turn; default 512.</summary>
    public int Keys { get; init; } = 512;

    /// <summary>The first of its keys, which nobody else writes.</summary>
    public uint FirstKey { get; init; } = 0x4000_0000;

    /// <summary>The age of the oldest unanswered request at which the session counts as broken; default 30 s.</summary>
    public Duration SessionTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>The width of the bins in which goodput is counted; default 100 ms.</summary>
    public Duration Bin { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>The length of a request on the stream, a GET being as long as a SET.</summary>
    internal int RequestBytes => KeyValueMessage.HeaderBytes + ValueBytes;
}
