using System.Numerics;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Whether four bytes of a packet, masked, equal a value.</summary>
/// <param name="Offset">
/// Where the four bytes start: from two bytes before the link header; 256 and more: from the network header;
/// 512 and more: from the transport header.
/// </param>
/// <param name="Mask">The bits that count, the first byte highest.</param>
/// <param name="Value">What they should be; no bit outside the mask.</param>
/// <param name="HoldsWhenShort">Whether it holds for a packet that ends before the last masked byte.</param>
internal readonly record struct WordTest(int Offset, uint Mask, uint Value, bool HoldsWhenShort = false)
{
    /// <summary>What is added to offsets from the network header.</summary>
    public const int NetworkBase = 256;

    /// <summary>What is added to offsets from the transport header.</summary>
    public const int TransportBase = 512;

    /// <summary>How far a packet must reach for the test, in the terms of <see cref="Offset"/>.</summary>
    public int Needed => Offset + 4 - (BitOperations.TrailingZeroCount(Mask | 0x8000_0000) / 8);

    /// <summary>Whether a single bit counts, so that "not this value" is "the other value".</summary>
    public bool IsSingleBit => BitOperations.IsPow2(Mask);
}
