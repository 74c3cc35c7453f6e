using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Migration.Machines;

/// <summary>
/// The guest's own time g: it runs with the world's while the guest executes, and stands still otherwise.
/// </summary>
/// <remarks>
/// <code>
///   g │        ╱          g(now) = g₀ + max(0, now − t₀) while running,
///     │   ____╱                    g₀ while paused;
///     │  ╱                each pause, resume and stall sets (t₀, g₀) anew,
///     └──────────── now   so that g never runs backward and never jumps.
/// </code>
/// Traces are replayed and guest timers are kept in g. g starts at zero and is carried along by a move.
/// </remarks>
public sealed class GuestClock
{
    private const int FormatVersion = 1;

    private Duration _guestAtAnchor;
    private Instant _anchor;

    /// <summary>Whether g is running.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>How long stalls have held g up so far, pauses excluded.</summary>
    public Duration StalledTotal { get; private set; }

    /// <summary>The guest's time at an instant not before the latest pause, resume or stall.</summary>
    public Duration At(Instant now) =>
        IsRunning && now > _anchor ? _guestAtAnchor + (now - _anchor) : _guestAtAnchor;

    /// <summary>
    /// When the guest's time will reach a value if nothing holds it up; null while it is paused.
    /// </summary>
    /// <returns>
    /// Never before the anchor; a guest time that has passed gives an instant that has passed.
    /// </returns>
    public Instant? When(Duration guestTime) =>
        IsRunning ? _anchor + Duration.Max(guestTime - _guestAtAnchor, Duration.Zero) : null;

    /// <summary>Sets g going.</summary>
    public void Resume(Instant now)
    {
        if (!IsRunning)
        {
            _anchor = now;
            IsRunning = true;
        }
    }

    /// <summary>Stops g.</summary>
    public void Pause(Instant now)
    {
        _guestAtAnchor = At(now);
        _anchor = now;
        IsRunning = false;
    }

    /// <summary>Holds a running g up for a length of time, such as a fault's; stalls add up.</summary>
    public void Stall(Duration length, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Duration.Zero);
        if (!IsRunning)
        {
            return;
        }

        _guestAtAnchor = At(now);
        _anchor = Instant.Max(_anchor, now) + length;
        StalledTotal += length;
    }

    /// <summary>Saves g as it stands.</summary>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(3);
        writer.Write(FormatVersion);
        writer.Write(At(now).Nanoseconds);
        writer.Write(StalledTotal.Nanoseconds);
    }

    /// <summary>Takes a saved g over, paused.</summary>
    /// <exception cref="MessagePackSerializationException">The state cannot be read.</exception>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        if (reader.ReadArrayHeader() != 3 || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException("The guest clock is not in format 1.");
        }

        long guestNanoseconds = reader.ReadInt64();
        long stalledNanoseconds = reader.ReadInt64();
        if (guestNanoseconds < 0 || stalledNanoseconds < 0)
        {
            throw new MessagePackSerializationException("The guest clock is negative.");
        }

        _guestAtAnchor = new Duration(guestNanoseconds);
        StalledTotal = new Duration(stalledNanoseconds);
        _anchor = now;
        IsRunning = false;
    }
}
