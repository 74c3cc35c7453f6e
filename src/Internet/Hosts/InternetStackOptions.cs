using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Transport.Streams;

namespace Xia.Internet.Hosts;

/// <summary>What a host's IPv4 stack is made with.</summary>
public sealed record InternetStackOptions
{
    /// <summary>The host's address.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>Draws initial sequence numbers and ephemeral ports.</summary>
    public required RandomStream Random { get; init; }

    /// <summary>The longest packet that goes out; at least 68 (RFC 791).</summary>
    public int MtuBytes { get; init; } = 1500;

    /// <summary>The settings of its TCP connections; the segment size follows from the MTU.</summary>
    public StreamOptions Streams { get; init; } = new();

    /// <summary>The hops that its packets may take.</summary>
    public byte TimeToLive { get; init; } = 64;

    /// <summary>Whom names stand for; more by <see cref="InternetStack.AddName"/>.</summary>
    public IReadOnlyDictionary<string, InternetPeer> Names { get; init; } =
        new Dictionary<string, InternetPeer>();

    /// <summary>At which port, of UDP and TCP alike, a service of this host is.</summary>
    public IReadOnlyDictionary<string, ushort> Services { get; init; } = new Dictionary<string, ushort>();

    /// <summary>How many connections there are at once, those in TIME-WAIT included.</summary>
    public int MaximumConnections { get; init; } = 65_536;

    /// <summary>How many of them may be waiting for the end of a peer's handshake.</summary>
    public int MaximumHalfOpen { get; init; } = 1_024;

    /// <summary>How many peers applications can know.</summary>
    public int MaximumPeers { get; init; } = 1 << 20;

    /// <summary>How many bytes of packets other than TCP's wait for the network.</summary>
    public int OutputQueueBytes { get; init; } = 256 * 1024;

    internal void Check()
    {
        const int SmallestMtuBytes = 68;
        ArgumentNullException.ThrowIfNull(Random);
        ArgumentNullException.ThrowIfNull(Streams);
        ArgumentOutOfRangeException.ThrowIfLessThan(MtuBytes, SmallestMtuBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MtuBytes, Ipv4Header.MaximumPacketBytes);
        ArgumentOutOfRangeException.ThrowIfZero(TimeToLive);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumConnections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumHalfOpen);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumPeers);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputQueueBytes, MtuBytes);
        if (!Address.IsUnicast)
        {
            throw new ArgumentException(
                $"{Address} is not an address that a host can have.", nameof(Address));
        }
    }
}
