using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Coding;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Migration.Control;

/// <summary>
/// Control messages as MessagePack: an array of version (1), type and the message's fields in order.
/// </summary>
internal static class ControlCodec
{
    /// <summary>The longest message; texts are cut so that none is longer.</summary>
    public const int MaximumLengthBytes = 2048;

    /// <summary>The longest text in a message, in characters.</summary>
    public const int MaximumTextLength = 200;

    private const int Version = 1;

    /// <summary>Writes a message.</summary>
    public static void Write(IBufferWriter<byte> output, ControlMessage message)
    {
        MessagePackWriter writer = new(output);
        switch (message)
        {
            case ControlMessage.Reserve reserve:
                Begin(ref writer, ControlMessageType.Reserve, 8);
                writer.Write(reserve.MoveId);
                writer.Write(Cut(reserve.MachineName));
                reserve.Machine.Write(ref writer);
                writer.Write(reserve.PageCount);
                reserve.SourceHost.Write(ref writer);
                reserve.DestinationHost.Write(ref writer);
                writer.Write(reserve.Epoch);
                writer.Write(reserve.MinimumPause.Nanoseconds);
                break;
            case ControlMessage.RoundEnd round:
                Begin(ref writer, ControlMessageType.RoundEnd, 2);
                writer.Write(round.Round);
                writer.Write(round.Pages);
                break;
            case ControlMessage.Freeze freeze:
                Begin(ref writer, ControlMessageType.Freeze, 1);
                writer.Write(freeze.FrozenAt.Nanoseconds);
                break;
            case ControlMessage.Commit commit:
                Begin(ref writer, ControlMessageType.Commit, 4);
                writer.Write(commit.DeviceStateBytes);
                writer.Write(commit.MemoryDigest);
                writer.Write(commit.DeviceDigest);
                commit.Delegation.Write(ref writer);
                break;
            case ControlMessage.Abort abort:
                WriteReason(ref writer, ControlMessageType.Abort, 2, abort.Reason, abort.Detail);
                break;
            case ControlMessage.Query query:
                Begin(ref writer, ControlMessageType.Query, 4);
                writer.Write(query.MoveId);
                query.Machine.Write(ref writer);
                query.DestinationHost.Write(ref writer);
                writer.Write(query.Epoch);
                break;
            default:
                WriteAnswer(ref writer, message);
                break;
        }
    }

    /// <summary>Reads a message of a stranger; false if it is not one of this version in whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out ControlMessage? message)
    {
        message = null;
        if (source.Length > MaximumLengthBytes)
        {
            return false;
        }

        try
        {
            MessagePackReader reader = new(source);
            int count = reader.ReadArrayHeader();
            if (count < 2 || reader.ReadInt32() != Version)
            {
                return false;
            }

            ControlMessage? read = ReadFields(ref reader, (ControlMessageType)reader.ReadInt32(), count - 2);
            message = reader.End ? read : null;
        }
        catch (MessagePackSerializationException)
        {
            // Not the form; the caller ends the move with BadMessage.
        }

        return message is not null;
    }

    private static void WriteAnswer(ref MessagePackWriter writer, ControlMessage message)
    {
        switch (message)
        {
            case ControlMessage.Reserved reserved:
                Begin(ref writer, ControlMessageType.Reserved, 2);
                writer.Write(reserved.SessionKey);
                reserved.Proof.Write(ref writer);
                break;
            case ControlMessage.Refused refused:
                WriteReason(ref writer, ControlMessageType.Refused, 2, refused.Reason, refused.Detail);
                break;
            case ControlMessage.RoundApplied applied:
                Begin(ref writer, ControlMessageType.RoundApplied, 1);
                writer.Write(applied.Round);
                break;
            case ControlMessage.Resumed resumed:
                Begin(ref writer, ControlMessageType.Resumed, 2);
                writer.Write(resumed.ResumedAt.Nanoseconds);
                resumed.Proof.Write(ref writer);
                break;
            case ControlMessage.Declined declined:
                WriteReason(ref writer, ControlMessageType.Declined, 3, declined.Reason, declined.Detail);
                declined.Proof.Write(ref writer);
                break;
            default:
                Begin(ref writer, BareTypeOf(message), 0);
                break;
        }
    }

    private static ControlMessageType BareTypeOf(ControlMessage message) => message switch
    {
        ControlMessage.PreAnnounce => ControlMessageType.PreAnnounce,
        ControlMessage.Destroyed => ControlMessageType.Destroyed,
        ControlMessage.Ready => ControlMessageType.Ready,
        ControlMessage.Release => ControlMessageType.Release,
        ControlMessage.Unknown => ControlMessageType.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    private static ControlMessage? ReadFields(
        ref MessagePackReader reader, ControlMessageType type, int count) =>
        (type, count) switch
        {
            (ControlMessageType.Reserve, 8) => new ControlMessage.Reserve(
                reader.ReadUInt64(), ReadText(ref reader), Xid.Read(ref reader), reader.ReadInt32(),
                Xid.Read(ref reader), Xid.Read(ref reader), reader.ReadUInt64(), new Duration(
                    reader.ReadInt64())),
            (ControlMessageType.PreAnnounce, 0) => new ControlMessage.PreAnnounce(),
            (ControlMessageType.RoundEnd, 2) =>
                new ControlMessage.RoundEnd(reader.ReadInt32(), reader.ReadInt64()),
            (ControlMessageType.Freeze, 1) => new ControlMessage.Freeze(new Instant(reader.ReadInt64())),
            (ControlMessageType.Commit, 4) => new ControlMessage.Commit(
                reader.ReadInt32(), ReadBytes(ref reader, MemoryDigest.LengthBytes),
                ReadBytes(ref reader, MemoryDigest.LengthBytes), Delegation.Read(ref reader)),
            (ControlMessageType.Destroyed, 0) => new ControlMessage.Destroyed(),
            (ControlMessageType.Abort, 2) =>
                new ControlMessage.Abort(ReadReason(ref reader), ReadText(ref reader)),
            (ControlMessageType.Query, 4) => new ControlMessage.Query(
                reader.ReadUInt64(), Xid.Read(ref reader), Xid.Read(ref reader), reader.ReadUInt64()),
            (ControlMessageType.Reserved, 2) => new ControlMessage.Reserved(
                ReadBytes(ref reader, PublicKey.LengthBytes), Proof.Read(ref reader)),
            (ControlMessageType.Refused, 2) =>
                new ControlMessage.Refused(ReadReason(ref reader), ReadText(ref reader)),
            (ControlMessageType.Ready, 0) => new ControlMessage.Ready(),
            (ControlMessageType.RoundApplied, 1) => new ControlMessage.RoundApplied(reader.ReadInt32()),
            (ControlMessageType.Resumed, 2) => new ControlMessage.Resumed(
                new Instant(reader.ReadInt64()), Proof.Read(ref reader)),
            (ControlMessageType.Release, 0) => new ControlMessage.Release(),
            (ControlMessageType.Declined, 3) => new ControlMessage.Declined(
                ReadReason(ref reader), ReadText(ref reader), Proof.Read(ref reader)),
            (ControlMessageType.Unknown, 0) => new ControlMessage.Unknown(),
            _ => null,
        };

    private static void Begin(ref MessagePackWriter writer, ControlMessageType type, int fieldCount)
    {
        writer.WriteArrayHeader(2 + fieldCount);
        writer.Write(Version);
        writer.Write((int)type);
    }

    private static void WriteReason(
        ref MessagePackWriter writer, ControlMessageType type, int fieldCount, MoveFailure reason,
        string detail)
    {
        Begin(ref writer, type, fieldCount);
        writer.Write((int)reason);
        writer.Write(Cut(detail));
    }

    private static MoveFailure ReadReason(ref MessagePackReader reader)
    {
        MoveFailure reason = (MoveFailure)reader.ReadInt32();
        return Enum.IsDefined(reason)
            ? reason
            : throw new MessagePackSerializationException($"No reason has the number {(int)reason}.");
    }

    private static string ReadText(ref MessagePackReader reader)
    {
        string? text = reader.ReadString();
        return text is not null && text.Length <= MaximumTextLength
            ? text
            : throw new MessagePackSerializationException("A text is missing or too long.");
    }

    private static byte[] ReadBytes(ref MessagePackReader reader, int lengthBytes)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.Length == lengthBytes
            ? bytes.ToArray()
            : throw new MessagePackSerializationException(
                $"Expected {lengthBytes} bytes, found {bytes.Length}.");
    }

    private static string Cut(string text) =>
        text.Length <= MaximumTextLength ? text : text[..MaximumTextLength];
}
