using Xia.Emulator.Links;
using Xia.Kernel.Collections;
using Xia.Kernel.Time;
using Xia.Router.Captures;

namespace Xia.Laboratory.Captures;

/// <summary>
/// Records a link into a pcapng file, in order of the instants at which frames left their devices.
/// </summary>
/// <remarks>
/// A frame is seen when it is offered and stamped with its departure, which may lie ahead while the queue is
/// long. Each direction departs in order, so the two are merged: a frame is written once the clock has
/// reached its departure.
/// </remarks>
internal sealed class LinkCapture : ILinkTap
{
    private readonly PcapngWriter _writer;
    private readonly Waiting _forward = new();
    private readonly Waiting _backward = new();

    /// <summary>A capture into an open file.</summary>
    /// <param name="output">Where the file goes.</param>
    /// <param name="link">The link's name, which becomes the interface's.</param>
    /// <param name="snapBytes">How much of each frame is kept.</param>
    public LinkCapture(Stream output, string link, int snapBytes)
    {
        _writer = new PcapngWriter(output);
        _writer.AddInterface(link, snapBytes);
    }

    /// <summary>How many frames were recorded.</summary>
    public long Frames { get; private set; }

    /// <inheritdoc/>
    public void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now)
    {
        Flush(now);
        (fromFirst ? _forward : _backward).Add(frame, departure);
        Frames++;
    }

    /// <summary>Writes what has departed by an instant.</summary>
    public void Flush(Instant now)
    {
        while (true)
        {
            Instant forward = _forward.Next;
            Instant backward = _backward.Next;
            if (Instant.Min(forward, backward) > now)
            {
                return;
            }

            bool isForward = forward <= backward;
            Waiting from = isForward ? _forward : _backward;
            from.WriteTo(_writer, isForward);
        }
    }

    /// <summary>
    /// Writes everything, the frames that were still queued at the end of the run included.
    /// </summary>
    public void Finish() => Flush(Instant.MaxValue - Duration.FromNanoseconds(1));

    private sealed class Waiting
    {
        private const int MaximumFrames = 1 << 20;

        private readonly RingBuffer<Entry> _entries = new(MaximumFrames);
        private readonly Stack<byte[]> _free = [];

        public Instant Next => _entries.IsEmpty ? Instant.MaxValue : _entries.Head.Departure;

        public void Add(ReadOnlySpan<byte> frame, Instant departure)
        {
            if (!_free.TryPop(out byte[]? buffer) || buffer.Length < frame.Length)
            {
                buffer = new byte[Math.Max(2048, frame.Length)];
            }

            frame.CopyTo(buffer);
            if (!_entries.TryEnqueue(new Entry(departure, buffer, frame.Length)))
            {
                throw new InvalidOperationException(
                    $"More than {MaximumFrames} frames wait on a captured link.");
            }
        }

        public void WriteTo(PcapngWriter writer, bool isForward)
        {
            _entries.TryDequeue(out Entry entry);
            writer.Write(
                0,
                entry.Departure,
                isForward ? CaptureDirection.Outbound : CaptureDirection.Inbound,
                entry.Buffer.AsSpan(0, entry.LengthBytes));
            _free.Push(entry.Buffer);
        }

        private readonly record struct Entry(Instant Departure, byte[] Buffer, int LengthBytes);
    }
}
