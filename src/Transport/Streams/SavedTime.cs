using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>
/// Saves points in time as distances from the moment of saving, so that they move with the machine.
/// </summary>
internal static class SavedTime
{
    /// <summary>Writes a point in time or null.</summary>
    public static void Write(ref MessagePackWriter writer, Instant? at, Instant now)
    {
        if (at is { } instant)
        {
            writer.Write((instant - now).Nanoseconds);
        }
        else
        {
            writer.WriteNil();
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Instant? Read(ref MessagePackReader reader, Instant now)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        long distance = reader.ReadInt64();
        long furthest = Duration.FromSeconds(86_400).Nanoseconds * 365;
        Require(distance >= -furthest && distance <= furthest, "a saved time within a year");
        return new Instant(now.Nanoseconds + distance);
    }

    /// <summary>Refuses a saved state in which something does not hold.</summary>
    /// <exception cref="MessagePackSerializationException"><paramref name="holds"/> is false.</exception>
    public static void Require(bool holds, string expected)
    {
        if (!holds)
        {
            throw new MessagePackSerializationException($"Expected {expected}.");
        }
    }
}
