using System.Runtime.InteropServices;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Router.Devices;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Node.Devices;

/// <summary>A device whose frames are read from and written to a file descriptor, one per call.</summary>
/// <remarks>
/// Reading → (the interface goes down) → Silent → (a frame comes) → Reading; each outage is said once.
/// Either → (any other error) → Gone, which is said and final: nothing more comes, every frame is refused.
/// </remarks>
internal class DescriptorDevice(int descriptor, DeviceIdentity identity, DeviceSite site)
    : IConfirmingDevice, IPolled
{
    private const int DefaultBurstFrames = 32;
    private const int LongestFrameBytes = 1 << 16;

    private readonly byte[] _frame = new byte[LongestFrameBytes];
    private volatile bool _isFull;
    private bool _isSilent;

    /// <inheritdoc/>
    public int Descriptor { get; } = descriptor;

    /// <summary>Which interface it is.</summary>
    public DeviceIdentity Identity { get; } = identity;

    /// <inheritdoc/>
    public string Name => Identity.Name;

    /// <inheritdoc/>
    public MacAddress MacAddress => Identity.MacAddress;

    /// <inheritdoc/>
    public int MtuBytes => Identity.MtuBytes;

    /// <inheritdoc/>
    public IDeviceReceiver? Receiver { get; set; }

    /// <summary>Whether its interface was taken away.</summary>
    public bool IsGone { get; private set; }

    /// <inheritdoc/>
    public bool CanTransmit => !_isFull;

    /// <inheritdoc/>
    public bool WantsToWrite => _isFull;

    /// <summary>Frames taken in a row before others get their turn.</summary>
    private protected int BurstFrames { get; set; } = DefaultBurstFrames;

    /// <summary>Room before each frame.</summary>
    private protected int HeadroomBytes { get; set; } = PacketPool.DefaultHeadroomBytes;

    /// <inheritdoc/>
    public void Transmit(Packet packet, Instant now)
    {
        if (Send(packet, now) != SendOutcome.Sent)
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public unsafe SendOutcome Send(Packet packet, Instant now)
    {
        if (IsGone)
        {
            return SendOutcome.Refused;
        }

        ReadOnlySpan<byte> data = packet.Data;
        fixed (byte* bytes = data)
        {
            if (SystemCalls.Write(Descriptor, bytes, (nuint)data.Length) >= 0)
            {
                packet.Kill();
                return SendOutcome.Sent;
            }
        }

        if (!SystemError.IsBusy)
        {
            return SendOutcome.Refused;
        }

        if (!_isFull)
        {
            // Another thread may be asleep in the poller, which does not know yet that it waits for room.
            _isFull = true;
            site.Poller.Wake();
        }

        return SendOutcome.Busy;
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        for (int count = 0; count < BurstFrames && !IsGone; count++)
        {
            int length = Read(_frame, out PacketKind kind);
            if (length < 0)
            {
                OnNothingRead();
                return;
            }

            _isSilent = false;
            if (length > 0 && Receiver is { } receiver)
            {
                Packet packet = site.Pool.Take(_frame.AsSpan(0, length), HeadroomBytes);
                packet.Annotations.Kind = kind;
                receiver.OnReceive(packet, site.Clock.Read());
            }
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (_isFull)
        {
            _isFull = false;
            Receiver?.OnTransmitReady(site.Clock.Read());
        }
    }

    /// <summary>Ends it.</summary>
    public void Close()
    {
        Leave();
        _ = SystemCalls.Close(Descriptor);
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

    private void OnNothingRead()
    {
        if (SystemError.IsNothing)
        {
            return;
        }

        int error = SystemError.Last;
        if (!_isSilent)
        {
            _isSilent = true;
            site.Console?.WriteMessage($"{Name}: read failed: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        if (error != SystemError.NetworkDown)
        {
            // The system would say for ever that there is something to read.
            Leave();
        }
    }

    private void Leave()
    {
        IsGone = true;
        site.Poller.Remove(this);

        // Who waits for room learns that there is nothing to wait for.
        OnWritable();
    }
}
