using Xia.Kernel.Randomness;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>Draws where in a range the search for a free port or address starts.</summary>
internal sealed class AllocationRandomness(RouterGraph router, RandomStream stream)
{
    private const int DrawBits = 31;

    /// <summary>A uniform number below a count of at most 2³¹.</summary>
    public uint Next(uint count)
    {
        // Whole division of the draw, as Click does it, so that the same draws give the same ports.
        uint share = (1U << DrawBits) / count;
        uint number;
        do
        {
            number = Draw() / share;
        }
        while (number >= count);
        return number;
    }

    private uint Draw() =>
        router.SharedRandomness?.NextUInt31() ?? (uint)(stream.NextUInt64() >> (64 - DrawBits));
}
