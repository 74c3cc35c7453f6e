using Xia.Kernel.Randomness;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>Draws where in a range the search for a free port or address starts.</summary>
internal sealed class AllocationRandomness(RandomStream stream)
{
    private const uint DrawBits = 31;

    /// <summary>A uniform number below a count of at most 2³¹.</summary>
    public uint Next(uint count)
    {
        // Whole division of the draw, as Click does it, so that the same draws give the same ports.
        uint share = (1U << (int)DrawBits) / count;
        uint number;
        do
        {
            number = Draw() / share;
        }
        while (number >= count);
        return number;
    }

    private uint Draw() => (uint)(stream.NextUInt64() >> (int)(64 - DrawBits));
}
