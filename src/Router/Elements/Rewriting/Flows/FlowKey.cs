using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Kernel.Collections;

namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>What the packets of one direction of a flow have in common.</summary>
/// <remarks>
/// <code>
/// | source (32)      | destination (32)      |
/// | 0 (24) | protocol (8) | source port (16) | destination port (16) |
/// </code>
/// A rewriter that does not tell flows apart by a field leaves it 0 in all its keys. The identifier of an
/// echo request stands where a source port does, that of a reply where a destination port does.
/// </remarks>
internal readonly struct FlowKey : ISeededHash, IEquatable<FlowKey>, IComparable<FlowKey>
{
    /// <summary>The protocol of keys of echo requests; reversed, it is <see cref="EchoReply"/>.</summary>
    public const byte EchoRequest = 0xfe;

    /// <summary>The protocol of keys of echo replies.</summary>
    public const byte EchoReply = 0xff;

    private const ulong Spread = 0x9e37_79b9_7f4a_7c15;

    private readonly ulong _addresses;
    private readonly ulong _rest;

    /// <summary>A key of its fields, in host byte order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlowKey(uint source, ushort sourcePort, uint destination, ushort destinationPort, byte protocol)
    {
        _addresses = ((ulong)source << 32) | destination;
        _rest = ((ulong)protocol << 32) | ((uint)sourcePort << 16) | destinationPort;
    }

    private FlowKey(ulong addresses, ulong rest)
    {
        _addresses = addresses;
        _rest = rest;
    }

    /// <summary>Who sends.</summary>
    public uint Source => (uint)(_addresses >> 32);

    /// <summary>Who receives.</summary>
    public uint Destination => (uint)_addresses;

    /// <summary>Port of the sender.</summary>
    public ushort SourcePort => (ushort)(_rest >> 16);

    /// <summary>Port of the receiver.</summary>
    public ushort DestinationPort => (ushort)_rest;

    /// <summary>Protocol of IPv4, an echo, or 0.</summary>
    public byte Protocol => (byte)(_rest >> 32);

    /// <summary>What answers to packets of this key have in common.</summary>
    public FlowKey Reversed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ulong protocol = _rest & 0xff_0000_0000;
            if (protocol >= (ulong)EchoRequest << 32)
            {
                protocol ^= 1UL << 32;
            }

            ulong ports = (uint)(_rest << 16) | (ushort)(_rest >> 16);
            return new FlowKey((_addresses << 32) | (_addresses >> 32), protocol | ports);
        }
    }

    /// <summary>This key with another source.</summary>
    public FlowKey WithSource(uint source) => new((uint)_addresses | ((ulong)source << 32), _rest);

    /// <summary>This key with another destination.</summary>
    public FlowKey WithDestination(uint destination) =>
        new((_addresses & 0xffff_ffff_0000_0000) | destination, _rest);

    /// <summary>This key with another source port.</summary>
    public FlowKey WithSourcePort(ushort port) =>
        new(_addresses, (_rest & ~0xffff_0000UL) | ((ulong)port << 16));

    /// <summary>This key with another destination port.</summary>
    public FlowKey WithDestinationPort(ushort port) => new(_addresses, (_rest & ~0xffffUL) | port);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(FlowKey other) =>
        ((_addresses ^ other._addresses) | (_rest ^ other._rest)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FlowKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_addresses, _rest);

    /// <summary>Orders by addresses, then protocol and ports; for listings.</summary>
    public int CompareTo(FlowKey other)
    {
        int addresses = _addresses.CompareTo(other._addresses);
        return addresses != 0 ? addresses : _rest.CompareTo(other._rest);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ulong seed)
    {
        ulong high = Math.BigMul(_addresses ^ seed, _rest ^ Spread, out ulong low);
        ulong mixed = (high ^ low ^ _addresses) * Spread;
        return mixed ^ (mixed >> 32);
    }

    /// <summary>Addresses and ports as the tables print them: <c>(1.0.0.1, 5, 2.0.0.2, 6)</c>.</summary>
    public override string ToString() =>
        $"({new IpAddress(Source)}, {SourcePort}, {new IpAddress(Destination)}, {DestinationPort})";
}
