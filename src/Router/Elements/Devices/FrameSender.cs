using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>Sends what comes in at an element's input 0 to a device, and counts it.</summary>
/// <remarks>
/// What is pushed is sent at once or dropped. Pulled packets are never lost for want of room: one that the
/// device has none for waits here, and nothing is pulled until the device took it or refused it for good.
/// </remarks>
internal sealed class FrameSender(Element owner)
{
    private DevicePort? _port;
    private RouterTask? _task;
    private TaskSignal? _signal;
    private Packet? _waiting;
    private int _burst;

    /// <summary>Frames that the device took.</summary>
    public long Count { get; private set; }

    /// <summary>The bytes of these.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Frames that it refused.</summary>
    public long Drops { get; private set; }

    private bool CanTransmit => _port is not { Device.CanTransmit: false };

    /// <summary>Names the device, or none, which refuses all; a pull input is served from then on.</summary>
    /// <param name="port">The device.</param>
    /// <param name="burst">The most packets that are pulled in a row.</param>
    public void Start(DevicePort? port, int burst)
    {
        _port = port;
        _burst = burst;
        if (owner.InputCount > 0 && owner.Input(0).IsPull)
        {
            _task = new RouterTask(owner, SendBurst);
            _signal = TaskSignal.Upstream(owner, 0, _task);
            port?.AddTransmitter(_task);
            _task.Schedule();
        }
    }

    /// <summary>Sends a packet now or drops it.</summary>
    public void Send(Packet packet)
    {
        if (Offer(packet) != SendOutcome.Sent)
        {
            Drop(packet);
        }
    }

    /// <summary>
    /// Takes over what waits in the sender of a graph that ends, if it is for the same device.
    /// </summary>
    public void TakeWaiting(FrameSender other)
    {
        if (_task is not null && ReferenceEquals(_port?.Device, other._port?.Device))
        {
            (_waiting, other._waiting) = (other._waiting, null);
        }
    }

    /// <summary>Sets all counts to 0.</summary>
    public void ResetCounts() => Count = ByteCount = Drops = 0;

    /// <summary>Lets go of what waits.</summary>
    public void Stop()
    {
        if (_waiting is { } packet)
        {
            _waiting = null;
            Drop(packet);
        }
    }

    private SendOutcome Offer(Packet packet)
    {
        int lengthBytes = packet.LengthBytes;
        SendOutcome outcome = _port?.Send(packet, owner.Router.Now) ?? SendOutcome.Refused;
        if (outcome == SendOutcome.Sent)
        {
            Count++;
            ByteCount += lengthBytes;
        }

        return outcome;
    }

    private void Drop(Packet packet)
    {
        Drops++;
        packet.Kill();
    }

    private bool SendBurst()
    {
        int sent = 0;
        while (sent < _burst)
        {
            if (!CanTransmit)
            {
                // The device wakes the task when it takes frames again.
                return sent > 0;
            }

            Packet? packet = _waiting ?? owner.Input(0).Pull();
            _waiting = null;
            if (packet is null)
            {
                break;
            }

            SendOutcome outcome = Offer(packet);
            if (outcome == SendOutcome.Busy)
            {
                _waiting = packet;
                if (CanTransmit)
                {
                    // Another thread found room before this one could wait for it.
                    _task!.Schedule();
                }

                return sent > 0;
            }

            sent++;
            if (outcome == SendOutcome.Refused)
            {
                Drop(packet);
            }
        }

        if (_signal!.IsActive)
        {
            _task!.Schedule();
        }

        return sent > 0;
    }
}
