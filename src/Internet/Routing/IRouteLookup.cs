using Xia.Internet.Wire;

namespace Xia.Internet.Routing;

/// <summary>Finds for an address what the longest prefix that contains it leads to.</summary>
/// <remarks>
/// It holds small numbers for prefixes; what they stand for, and which prefixes there are, its owner knows.
/// </remarks>
public interface IRouteLookup
{
    /// <summary>What <see cref="Lookup"/> says of an address that no prefix contains.</summary>
    const int None = -1;

    /// <summary>Gives a prefix a number, instead of the one that it may have.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="number">0 or more.</param>
    void Set(IpPrefix prefix, int number);

    /// <summary>Removes a prefix that was set.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="heirLengthBits">
    /// Length of the longest other prefix that contains it; ignored when there is none.
    /// </param>
    /// <param name="heirNumber">The number of that prefix, or <see cref="None"/>.</param>
    void Remove(IpPrefix prefix, int heirLengthBits, int heirNumber);

    /// <summary>The number of the longest prefix that contains an address, or <see cref="None"/>.</summary>
    int Lookup(uint address);

    /// <summary>Asks the processor to load what <see cref="Lookup"/> of an address will read.</summary>
    void Prefetch(uint address)
    {
    }

    /// <summary>Removes all prefixes.</summary>
    void Clear();
}
