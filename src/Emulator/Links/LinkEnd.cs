using Xia.Emulator.Loop;
using Xia.Emulator.Nodes;
using Xia.Internet.Wire;
using Xia.Kernel.Collections;
using Xia.Kernel.Links;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Emulator.Links;

/// <summary>One end of an emulated link: the device of a node, and the frames on their way from it.</summary>
/// <remarks>
/// A link is first in, first out, so one event per direction is pending, that of the first frame to arrive;
/// the others wait in a ring. This keeps the event queue as small as the network.
/// </remarks>
public sealed class LinkEnd : IDevice, IEventTarget
{
    /// <summary>The most frames on their way in one direction, waiting ones included.</summary>
    public const int MaximumFramesUnderWay = 1 << 22;

    private const int EthernetHeaderBytes = 14;

    private readonly EmulatedLink _link;
    private readonly bool _isFirst;
    private readonly Simulation _simulation;
    private readonly int _target;
    private readonly RingBuffer<UnderWay> _underWay = new(MaximumFramesUnderWay);
    private LinkEnd _peer = null!;
    private EmulatedNode? _node;
    private bool _eventPending;

    internal LinkEnd(EmulatedLink link, bool isFirst, int mtuBytes, Simulation simulation, LinkModel model)
    {
        _link = link;
        _isFirst = isFirst;
        _simulation = simulation;
        _target = simulation.AddTarget(this);
        MtuBytes = mtuBytes;
        Model = model;
    }

    /// <summary>The direction from this end to the other.</summary>
    public LinkModel Model { get; }

    /// <inheritdoc/>
    public string Name { get; private set; } = "";

    /// <inheritdoc/>
    public MacAddress MacAddress { get; private set; }

    /// <inheritdoc/>
    public int MtuBytes { get; }

    /// <inheritdoc/>
    public IDeviceReceiver? Receiver { get; set; }

    /// <inheritdoc/>
    public bool CanTransmit => true;

    /// <summary>Frames that arrived here for the graph.</summary>
    public long ReceivedFrames { get; private set; }

    /// <summary>Frames that were longer than the link takes, and dropped.</summary>
    public long TooLongFrames { get; private set; }

    /// <summary>Frames that arrived while no graph used this end, or that a fault took.</summary>
    public long DiscardedFrames { get; private set; }

    /// <inheritdoc/>
    public void Transmit(Packet packet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (packet.LengthBytes > MtuBytes + EthernetHeaderBytes)
        {
            TooLongFrames++;
            packet.Kill();
            return;
        }

        LinkVerdict verdict = Model.Offer(
            packet.LengthBytes, now, out Instant departure, out Instant arrival);
        if (verdict is LinkVerdict.Accepted or LinkVerdict.Lost)
        {
            _link.Tap?.OnFrame(_isFirst, packet.Data, departure, now);
        }

        if (verdict != LinkVerdict.Accepted || !PassesFault(packet)
            || !_underWay.TryEnqueue(new UnderWay(packet, arrival)))
        {
            packet.Kill();
            return;
        }

        if (!_eventPending)
        {
            Expect(arrival);
        }
    }

    /// <summary>The frames that were first to arrive are there.</summary>
    public void OnEvent(long argument, Instant now)
    {
        _eventPending = false;
        while (!_underWay.IsEmpty && _underWay.Head.Arrival <= now)
        {
            _underWay.TryDequeue(out UnderWay arrived);
            _peer.Deliver(arrived.Packet, now);
        }

        if (!_eventPending && !_underWay.IsEmpty)
        {
            Expect(_underWay.Head.Arrival);
        }
    }

    /// <summary>Kills the frames that are still on their way, at the end of a run.</summary>
    public void Drain()
    {
        while (_underWay.TryDequeue(out UnderWay left))
        {
            left.Packet.Kill();
        }
    }

    internal void Connect(LinkEnd peer) => _peer = peer;

    internal void Identify(string name, MacAddress address)
    {
        Name = name;
        MacAddress = address;
    }

    internal void Attach(EmulatedNode node) => _node = node;

    internal void SetUp(bool isUp, Instant now)
    {
        if (!isUp)
        {
            Drain();
        }

        Model.SetUp(isUp, now);
    }

    private void Expect(Instant arrival)
    {
        _eventPending = true;
        _simulation.Announce(_target, _underWay.Head.Packet);
        _simulation.Schedule(arrival, EventKind.Arrival, _peer._node?.Number ?? 0, _target, 0);
    }

    private void Deliver(Packet packet, Instant now)
    {
        if (Receiver is not { } receiver)
        {
            DiscardedFrames++;
            packet.Kill();
            return;
        }

        ReceivedFrames++;
        receiver.OnReceive(packet, now);
        _node?.AfterActivity(now);
    }

    private bool PassesFault(Packet packet)
    {
        if (_link.Fault is not { } fault || !fault.Wants(_isFirst, packet.Data))
        {
            return true;
        }

        if (fault.Apply(_isFirst, packet.WritableData()))
        {
            return true;
        }

        DiscardedFrames++;
        return false;
    }

    private readonly record struct UnderWay(Packet Packet, Instant Arrival);
}
