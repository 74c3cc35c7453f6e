using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>
/// What a destination signs about a move, with its host's identity key, so that it can be held to it.
/// </summary>
/// <remarks>
/// Each is a MessagePack array of version (1), move, machine, epoch and one more field, under its own domain.
/// </remarks>
internal static class MoveStatement
{
    /// <summary>Signed: this session key is the host's, made for this move.</summary>
    public const string ReservedDomain = "xia.move.reserved/1";

    /// <summary>Signed: the guest runs on this host since then.</summary>
    public const string ResumedDomain = "xia.move.resumed/1";

    /// <summary>Signed: the guest will never run on this host by this move.</summary>
    public const string DeclinedDomain = "xia.move.declined/1";

    private const int Version = 1;

    /// <summary>The body for <see cref="ReservedDomain"/>.</summary>
    public static byte[] Reserved(ulong moveId, Xid machine, ulong epoch, ReadOnlySpan<byte> sessionKey)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = Begin(output, moveId, machine, epoch);
        writer.Write(sessionKey);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The body for <see cref="ResumedDomain"/>.</summary>
    public static byte[] Resumed(ulong moveId, Xid machine, ulong epoch, Instant resumedAt)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = Begin(output, moveId, machine, epoch);
        writer.Write(resumedAt.Nanoseconds);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The body for <see cref="DeclinedDomain"/>.</summary>
    public static byte[] Declined(ulong moveId, Xid machine, ulong epoch, MoveFailure reason)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = Begin(output, moveId, machine, epoch);
        writer.Write((int)reason);
        return output.WrittenSpan.ToArray();
    }

    private static MessagePackWriter Begin(
        ArrayBufferWriter<byte> output, ulong moveId, Xid machine, ulong epoch)
    {
        MessagePackWriter writer = new(output);
        writer.WriteArrayHeader(5);
        writer.Write(Version);
        writer.Write(moveId);
        machine.Write(ref writer);
        writer.Write(epoch);
        return writer;
    }
}
