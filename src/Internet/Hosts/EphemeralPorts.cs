using Xia.Kernel.Randomness;

namespace Xia.Internet.Hosts;

/// <summary>
/// Chooses ports for what a host opens: at random, then the next that is free (RFC 6056, 3.3.1).
/// </summary>
internal static class EphemeralPorts
{
    /// <summary>The first of them (RFC 6335, 6).</summary>
    public const int First = 49_152;

    private const int Count = 65_536 - First;

    /// <summary>A free port, or null if there is none.</summary>
    public static ushort? Choose(RandomStream random, Func<ushort, bool> isFree)
    {
        int start = random.NextInt32(Count);
        for (int i = 0; i < Count; i++)
        {
            ushort port = (ushort)(First + ((start + i) % Count));
            if (isFree(port))
            {
                return port;
            }
        }

        return null;
    }
}
