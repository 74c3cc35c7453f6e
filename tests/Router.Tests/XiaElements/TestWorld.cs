using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Router.Packets;

namespace Xia.Router.Tests.XiaElements;

/// <summary>
/// Two hosts in one domain behind a router, and a host of another domain behind a second router:
/// <code>
/// host1 -- eth0 router1 eth2 -- eth0 router2 eth1 -- host3
/// host2 -- eth1
/// </code>
/// </summary>
internal sealed class TestWorld
{
    private const int StepLimit = 100_000;

    private readonly List<TestNode> _nodes = [];
    private readonly IProcessor _processor;

    public TestWorld(IProcessor? processor = null, bool announces = true)
    {
        _processor = processor ?? new IdealProcessor();
        Xid west = TestNode.AdOf("west");
        Xid east = TestNode.AdOf("east");
        Router1 = Add("router1", "router.click", west);
        Router2 = Add("router2", "router.click", east);
        Host1 = Add("host1", "host.click", west);
        Host2 = Add("host2", "host.click", west);
        Host3 = Add("host3", "host.click", east);
        Cable(Host1, "eth0", Router1, "eth0");
        Cable(Host2, "eth0", Router1, "eth1");
        Cable(Router1, "eth2", Router2, "eth0");
        Cable(Router2, "eth1", Host3, "eth0");
        Router1.Variables["routes"] = $"{east} 3 {Router2.Hid}";
        Router2.Variables["routes"] = $"{west} 1 {Router1.Hid}";
        Host1.Variables["gateway"] = Host2.Variables["gateway"] = Router1.Hid.ToString();
        Host3.Variables["gateway"] = Router2.Hid.ToString();
        foreach (TestNode node in _nodes)
        {
            node.Variables["announce"] = announces ? "true" : "false";
        }
    }

    public PacketPool Pool { get; } = new();

    public Instant Now { get; private set; }

    public TestNode Router1 { get; }

    public TestNode Router2 { get; }

    public TestNode Host1 { get; }

    public TestNode Host2 { get; }

    public TestNode Host3 { get; }

    public static Xid Service { get; } = Xid.Derive(XidType.Sid, [42]);

    public TestNode Add(string name, string graph, Xid ad)
    {
        TestNode node = new(name, graph, ad);
        node.Variables["mac"] = $"02:00:00:00:{_nodes.Count:x2}:ff";
        for (int port = 0; port < 8; port++)
        {
            node.Variables[$"mac{port}"] = $"02:00:00:00:{_nodes.Count:x2}:{port:x2}";
        }

        _nodes.Add(node);
        return node;
    }

    public static void Cable(TestNode left, string leftDevice, TestNode right, string rightDevice) =>
        TestDevice.Connect(left.Device(leftDevice), right.Device(rightDevice));

    public TestWorld Start()
    {
        foreach (TestNode node in _nodes)
        {
            node.Start(Pool, _processor);
        }

        Settle();
        return this;
    }

    /// <summary>Lets everything happen that is due now.</summary>
    public void Settle()
    {
        int steps = 0;
        bool isBusy;
        do
        {
            Assert.That(++steps, Is.LessThan(StepLimit), "the network does not come to rest");
            isBusy = false;
            foreach (TestNode node in _nodes.Where(node => node.Graph is not null))
            {
                foreach (TestDevice device in node.Devices.Values)
                {
                    isBusy |= device.Deliver(Now);
                }

                if (node.Graph.NextRun is { } next && next <= Now)
                {
                    isBusy |= node.Graph.Run(Now, 64) > 0;
                }
            }
        }
        while (isBusy);
    }

    /// <summary>Lets time pass, stopping at every deadline.</summary>
    public void Pass(Duration length)
    {
        Instant end = Now + length;
        while (true)
        {
            Instant? next = null;
            foreach (TestNode node in _nodes.Where(node => node.Graph is not null))
            {
                next = Instant.Earliest(next, node.Graph.NextRun);
            }

            Now = next is { } deadline && deadline < end ? Instant.Max(deadline, Now) : end;
            Settle();
            if (Now == end)
            {
                return;
            }
        }
    }

    /// <summary>Sends a packet and says how it arrived, or null.</summary>
    public byte[]? Send(TestNode from, TestNode to, params byte[] payload)
    {
        int before = to.Stack.Arrived.Count;
        from.Stack.Send(from.PacketTo(to.Ad, to.Hid, Service, payload: payload));
        Settle();
        return to.Stack.Arrived.Count > before ? to.Stack.Arrived[^1] : null;
    }

    public void Close()
    {
        foreach (TestNode node in _nodes)
        {
            node.Graph?.Close();
        }
    }

    public static DagAddress AddressOf(TestNode node) => DagAddress.Path(node.Ad, node.Hid);
}
