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
    /// <summary>Frames taken in a row before others get their turn.</summary>
    private const int FramesPerTurn = 32;
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
        for (int count = 0; count < FramesPerTurn; count++)
        {
            int length = Read(_frame);
            if (length < 0)
            {
                return;
            }

            if (length > 0 && Receiver is { } receiver)
            {
                receiver.OnReceive(pool.Take(_frame.AsSpan(0, length)), clock.Read());
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
    private protected virtual unsafe int Read(Span<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            return (int)SystemCalls.Read(Descriptor, bytes, (nuint)frame.Length);
        }
    }
}
