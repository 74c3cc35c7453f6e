using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios;

/// <summary>What a client does.</summary>
public abstract record ScenarioTraffic
{
    private ScenarioTraffic()
    {
    }

    /// <summary>An open-loop probe: one request datagram per interval, whether answered or not.</summary>
    /// <param name="Every">The interval.</param>
    /// <param name="SizeBytes">The length of a request at the application.</param>
    public sealed record Datagrams(Duration Every, int SizeBytes) : ScenarioTraffic;

    /// <summary>One long byte stream that asks for data at a steady rate.</summary>
    /// <param name="RateBitsPerSecond">Application bytes, as bits per second.</param>
    public sealed record Stream(long RateBitsPerSecond) : ScenarioTraffic;

    /// <summary>A new connection per interval: open, one request, one answer, close.</summary>
    /// <param name="Every">The interval.</param>
    public sealed record Connect(Duration Every) : ScenarioTraffic;
}
