using Xia.Kernel.MessagePack;

namespace Xia.Router.Graph;

/// <summary>
/// The head of an element's saved state: an array of known width that starts with a version.
/// </summary>
public static class StateArray
{
    /// <summary>Reads the head.</summary>
    /// <exception cref="MessagePackSerializationException">Width or version differ.</exception>
    public static void Begin(ref MessagePackReader reader, int width, int version)
    {
        if (reader.ReadArrayHeader() != width || reader.ReadInt32() != version)
        {
            throw new MessagePackSerializationException("The state of an element is of another version.");
        }
    }
}
