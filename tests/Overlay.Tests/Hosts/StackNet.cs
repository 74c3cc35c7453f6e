using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>
/// Stacks joined by a cloud with delay, loss and reordering, in virtual time; a packet goes to its AD and
/// HID.
/// </summary>
internal sealed class StackNet(ulong seed, Duration delay)
{
    private const int StepLimit = 2_000_000;

    private readonly RandomRoot _root = new(seed);
    private readonly List<Port> _ports = [];
    private readonly PriorityQueue<Action, (long Nanoseconds, long Order)> _events = new();
    private long _order;
    private RandomStream? _faults;

    public ulong Seed { get; } = seed;

    public Instant Now { get; private set; } = Instant.Zero;

    public long LossPartsPerBillion { get; set; }

    public Duration Jitter { get; set; }

    /// <summary>Looks at every packet on its way; false drops it.</summary>
    public Func<byte[], Instant, bool>? Filter { get; set; }

    /// <summary>Everything that was handed over, for attackers.</summary>
    public List<byte[]> Recorded { get; } = [];

    public bool Records { get; set; }

    /// <summary>Where packets to an old AD are sent on to, as a gate at the source does.</summary>
    public Dictionary<Xid, Xid> Forwards { get; } = [];

    public string Story => $"seed {Seed}, at {Now}";

    public RandomStream Stream(string name) => _root.Stream(name);

    public Port Join(OverlayStack stack)
    {
        Port port = new(this, stack);
        stack.Output = port;
        _ports.Add(port);
        return port;
    }

    public void Leave(OverlayStack stack)
    {
        stack.Output = null;
        _ports.RemoveAll(port => ReferenceEquals(port.Stack, stack));
    }

    public void At(Instant at, Action action) => _events.Enqueue(action, (at.Nanoseconds, _order++));

    public void Inject(byte[] packet, Instant at) => At(at, () => Deliver(packet));

    public void RunUntil(Instant end)
    {
        for (int step = 0; step < StepLimit; step++)
        {
            Instant next = end + new Duration(1);
            if (_events.TryPeek(out _, out (long Nanoseconds, long Order) first))
            {
                next = Instant.Min(next, new Instant(first.Nanoseconds));
            }

            Port? due = null;
            foreach (Port port in _ports)
            {
                if (port.Stack.NextTimeout is { } deadline && Instant.Max(deadline, Now) < next)
                {
                    next = Instant.Max(deadline, Now);
                    due = port;
                }
            }

            if (next > end)
            {
                Now = end;
                return;
            }

            Now = next;
            if (due is not null)
            {
                due.Stack.OnTimeout(Now);
                continue;
            }

            _events.Dequeue()();
        }

        Assert.Fail($"The step limit was reached; {Story}.");
    }

    private void Send(byte[] packet)
    {
        _faults ??= _root.Stream("cloud");
        if (Records)
        {
            Recorded.Add(packet);
        }

        if (Filter?.Invoke(packet, Now) == false || _faults.NextChance(LossPartsPerBillion))
        {
            return;
        }

        Duration extra = Jitter > Duration.Zero
            ? new Duration(_faults.NextInt64(0, Jitter.Nanoseconds))
            : Duration.Zero;
        At(Now + delay + extra, () => Deliver(packet));
    }

    private void Deliver(byte[] packet)
    {
        if (XipHeader.TryParse(packet, out XipHeader header) != XipFault.None)
        {
            foreach (Port port in _ports.ToArray())
            {
                port.Stack.OnPacket(packet, Now);
            }

            return;
        }

        DagAddress destination = header.Destination();
        _ = destination.TryFind(XidType.Ad, out Xid ad);
        _ = destination.TryFind(XidType.Hid, out Xid hid);
        Port? at = _ports.Find(port => port.Stack.Ad == ad && port.Stack.Hid == hid);
        if (at is null && Forwards.TryGetValue(ad, out Xid next))
        {
            byte[] copy = (byte[])packet.Clone();
            XipWriter.TryRedirect(copy, next);
            At(Now + delay, () => Deliver(copy));
            return;
        }

        at?.Stack.OnPacket(packet, Now);
    }

    internal sealed class Port(StackNet net, OverlayStack stack) : IStackOutput
    {
        private readonly byte[] _buffer = new byte[65_536];
        private bool _isScheduled;

        public OverlayStack Stack { get; } = stack;

        public void OnOutputReady()
        {
            if (!_isScheduled)
            {
                _isScheduled = true;
                net.At(net.Now, Drain);
            }
        }

        private void Drain()
        {
            _isScheduled = false;
            while (Stack.TryTakePacket(_buffer, net.Now, out int lengthBytes))
            {
                Assert.That(lengthBytes, Is.LessThanOrEqualTo(1500));
                net.Send(_buffer[..lengthBytes]);
            }
        }
    }
}
