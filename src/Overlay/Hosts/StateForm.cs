using Xia.Kernel.MessagePack;

namespace Xia.Overlay.Hosts;

/// <summary>Refuses saved states in which something does not hold.</summary>
internal static class StateForm
{
    /// <summary>Says what was expected when it is not there.</summary>
    /// <exception cref="MessagePackSerializationException"><paramref name="holds"/> is false.</exception>
    public static void Require(bool holds, string expected)
    {
        if (!holds)
        {
            throw new MessagePackSerializationException($"The saved state of a stack: expected {expected}.");
        }
    }
}
