using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>A device whose frames are read from and written to a file descriptor, one per call.</summary>
internal class DescriptorDevice(
    int descriptor, string name, MacAddress macAddress, int mtuBytes, RouterClock clock, PacketPool pool)
    : IDevice, IPolled
{
    private const int DefaultBurstFrames = 32;
    private const int LongestFrameBytes = 1 << 16;

    private readonly byte[] _frame = new byte[LongestFrameBytes];
    private bool _isFull;

    /// <inheritdoc/>
    public int Descriptor { get; } = descriptor;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public MacAddress MacAddress { get; } = macAddress;

    /// <inheritdoc/>
    public int MtuBytes { get; } = mtuBytes;

    /// <inheritdoc/>
    public IDeviceReceiver? Receiver { get; set; }

    /// <inheritdoc/>
    public bool CanTransmit => !_isFull;

    /// <inheritdoc/>
    public bool WantsToWrite => _isFull;

    /// <summary>Frames that the system did not take.</summary>
    public long Refused { get; private set; }

    /// <summary>Frames taken in a row before others get their turn.</summary>
    private protected int BurstFrames { get; set; } = DefaultBurstFrames;

    /// <summary>Room before each frame.</summary>
    private protected int HeadroomBytes { get; set; } = PacketPool.DefaultHeadroomBytes;

    /// <inheritdoc/>
    public unsafe void Transmit(Packet packet, Instant now)
    {
        ReadOnlySpan<byte> data = packet.Data;
        fixed (byte* bytes = data)
        {
            if (SystemCalls.Write(Descriptor, bytes, (nuint)data.Length) < 0)
            {
                Refused++;
                _isFull = SystemCalls.IsBusy;
            }
        }

        packet.Kill();
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        for (int count = 0; count < BurstFrames; count++)
        {
            int length = Read(_frame, out PacketKind kind);
            if (length < 0)
            {
                return;
            }

            if (length > 0 && Receiver is { } receiver)
            {
                Packet packet = pool.Take(_frame.AsSpan(0, length), HeadroomBytes);
                packet.Annotations.Kind = kind;
                receiver.OnReceive(packet, clock.Read());
            }
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (_isFull)
        {
            _isFull = false;
            Receiver?.OnTransmitReady(clock.Read());
        }
    }

    /// <summary>Reads a frame; 0 when it is none for the graph, negative when there is none.</summary>
    private protected virtual unsafe int Read(Span<byte> frame, out PacketKind kind)
    {
        kind = PacketKind.Host;
        fixed (byte* bytes = frame)
        {
            return (int)SystemCalls.Read(Descriptor, bytes, (nuint)frame.Length);
        }
    }
}
