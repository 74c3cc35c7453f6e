using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Graph.Running;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Graph;

/// <summary>A device and the elements that use it.</summary>
internal sealed class DevicePort(RouterGraph router, IDevice device) : IDeviceReceiver
{
    private readonly List<RouterTask> _transmitters = [];
    private readonly IConfirmingDevice? _confirming = device as IConfirmingDevice;
    private Element? _receiver;

    public IDevice Device { get; } = device;

    /// <summary>Names the element whose output 0 gets the frames; false when there is one already.</summary>
    public bool TrySetReceiver(Element receiver)
    {
        if (_receiver is not null)
        {
            return false;
        }

        _receiver = receiver;
        return true;
    }

    /// <summary>Adds a task to wake when the device can transmit again.</summary>
    public void AddTransmitter(RouterTask task) => _transmitters.Add(task);

    /// <summary>Sends a frame; unless it was sent, the packet is still the caller's.</summary>
    public SendOutcome Send(Packet packet, Instant now)
    {
        if (_confirming is not null)
        {
            return _confirming.Send(packet, now);
        }

        Device.Transmit(packet, now);
        return SendOutcome.Sent;
    }

    /// <inheritdoc/>
    public void OnReceive(Packet packet, Instant now)
    {
        if (_receiver is not { } receiver)
        {
            packet.Kill();
            return;
        }

        RunEntry entry = router.Enter(now);
        packet.Annotations.Timestamp = now;
        if (receiver is IFrameReceiver both)
        {
            both.OnFrame(packet);
        }
        else
        {
            receiver.Push(0, packet);
        }

        router.Leave(entry);
    }

    /// <inheritdoc/>
    public void OnTransmitReady(Instant now)
    {
        RunEntry entry = router.Enter(now);
        foreach (RouterTask task in _transmitters)
        {
            task.Schedule();
        }

        router.Leave(entry);
    }
}
