namespace Xia.Node.Tests.Testing;

/// <summary>A time of the world that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _nanoseconds;

    public override long TimestampFrequency => 1_000_000_000;

    public void Advance(long nanoseconds) => _nanoseconds += nanoseconds;

    public override long GetTimestamp() => _nanoseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(100);
}
