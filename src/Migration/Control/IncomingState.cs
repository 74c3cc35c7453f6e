using System.Buffers;
using System.Security.Cryptography;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Coding;
using Xia.Migration.Framing;
using Xia.Migration.Machines;

namespace Xia.Migration.Control;

/// <summary>
/// A machine being rebuilt from frames: pages into its memory, device state into a buffer, all of it hashed.
/// </summary>
internal sealed class IncomingState(IMachine machine, int maximumDeviceStateBytes, IProcessor processor)
{
    private readonly MemoryDigest _digest = new(machine.Memory.PageCount);
    private readonly ArrayBufferWriter<byte> _deviceState = new();

    /// <summary>Pages put in so far, each as often as it came.</summary>
    public long PagesApplied { get; private set; }

    /// <summary>Occupies a core for as long as taking a frame's payload in lasts.</summary>
    public Instant Charge(FrameKind kind, ReadOnlySpan<byte> payload, Instant now)
    {
        Instant done = processor.Charge(WorkKind.ChecksumByte, payload.Length, now);
        done = processor.Charge(WorkKind.Frame, 1, done);
        done = processor.Charge(WorkKind.CopyByte, payload.Length, done);
        if (kind == FrameKind.Pages)
        {
            _ = PageFrameReader.Check(payload, machine.Memory.PageCount, out int rawPages);
            done = processor.Charge(WorkKind.HashByte, (long)rawPages * IGuestMemory.PageSizeBytes, done);
        }

        return done;
    }

    /// <summary>Puts the pages of a frame in, all or none.</summary>
    public MoveFailure ApplyPages(ReadOnlySpan<byte> payload)
    {
        if (PageFrameReader.Check(payload, machine.Memory.PageCount, out _) != PageFrameVerdict.Sound)
        {
            return MoveFailure.BadPages;
        }

        PageFrameReader reader = new(payload);
        while (reader.TryRead(out PageEntry entry))
        {
            PagesApplied += entry.PageCount;
            if (entry.Form == PageForm.Zero)
            {
                machine.Memory.InstallZero(entry.FirstPage, entry.PageCount);
                _digest.SetZero(entry.FirstPage, entry.PageCount);
                continue;
            }

            for (int i = 0; i < entry.PageCount; i++)
            {
                ReadOnlySpan<byte> content =
                    entry.Body.Slice(i * IGuestMemory.PageSizeBytes, IGuestMemory.PageSizeBytes);
                machine.Memory.Install(entry.FirstPage + i, content);
                _digest.SetPage(entry.FirstPage + i, machine.Memory.Page(entry.FirstPage + i));
            }
        }

        return MoveFailure.None;
    }

    /// <summary>Adds a piece of the device state.</summary>
    public MoveFailure ApplyDeviceState(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > maximumDeviceStateBytes - _deviceState.WrittenCount)
        {
            return MoveFailure.DeviceStateTooLong;
        }

        _deviceState.Write(payload);
        return MoveFailure.None;
    }

    /// <summary>Hashes the tree above what came lately, off the critical path.</summary>
    public Instant RefreshDigest(Instant now)
    {
        Instant done = processor.Charge(WorkKind.HashByte, _digest.PendingBytes, now);
        Span<byte> unused = stackalloc byte[MemoryDigest.LengthBytes];
        _digest.WriteRoot(unused);
        return done;
    }

    /// <summary>Occupies a core for as long as <see cref="Verify"/> and <see cref="TryLoad"/> last.</summary>
    public Instant ChargeVerification(Instant now)
    {
        Instant hashed = processor.Charge(
            WorkKind.HashByte, _digest.PendingBytes + _deviceState.WrittenCount, now);
        return processor.Charge(WorkKind.LoadStateByte, _deviceState.WrittenCount, hashed);
    }

    /// <summary>Compares what arrived with what the commit says has left.</summary>
    public MoveFailure Verify(ControlMessage.Commit commit)
    {
        if (machine.Memory.PresentPages != machine.Memory.PageCount)
        {
            return MoveFailure.MissingPages;
        }

        Span<byte> digest = stackalloc byte[MemoryDigest.LengthBytes];
        _digest.WriteRoot(digest);
        if (!digest.SequenceEqual(commit.MemoryDigest))
        {
            return MoveFailure.DigestMismatch;
        }

        SHA256.HashData(_deviceState.WrittenSpan, digest);
        return _deviceState.WrittenCount == commit.DeviceStateBytes && digest.SequenceEqual(
            commit.DeviceDigest)
            ? MoveFailure.None
            : MoveFailure.BadDeviceState;
    }

    /// <summary>Hands the device state to the machine.</summary>
    public bool TryLoad(Instant now)
    {
        try
        {
            MessagePackReader reader = new(_deviceState.WrittenSpan);
            machine.ImportDeviceState(ref reader, now);
            return reader.End;
        }
        catch (MessagePackSerializationException)
        {
            // The source runs another build or is hostile; the move is declined.
            return false;
        }
    }
}
