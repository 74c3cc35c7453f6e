using System.Text;
using Xia.Internet.Hosts;
using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Tests.Testing;
using Xia.Transport.Sockets;

namespace Xia.Router.Tests.Library;

internal sealed class HostGraphFileTests
{
    private static readonly Duration AWhile = Duration.FromSeconds(2);

    [Test]
    public void Datagrams_BetweenClientAndMachine_CrossSwitchAndRouter()
    {
        var network = new TestNetwork();
        (InternetStack client, InternetStack guest, RouterGraph host, RouterGraph router) = Build(network);
        var served = new Recorder();
        var asked = new Recorder();
        guest.OpenDatagram("kv", served);
        IDatagramSocket socket = client.OpenDatagram(null, asked);
        Assert.That(client.TryResolve("web.kv", out PeerToken web));
        socket.TrySend(web, "hello"u8, network.Now);
        network.RunFor(AWhile);
        Assert.That(served.Payloads, Is.EqualTo(new[] { "hello" }));
        Assert.That(network.FrameCount, Is.GreaterThan(3));

        host.WriteHandler("gate0.mode", "drop");
        socket.TrySend(web, "lost"u8, network.Now);
        network.RunFor(AWhile);
        Assert.That(served.Payloads, Has.Count.EqualTo(1));
        Assert.That(host.ReadHandler("gate0.drops"), Is.Not.EqualTo("0\n"));
        Assert.That(router.ReadHandler("port0/arp.table"), Is.Not.Empty);

        host.WriteHandler("gate0.mode", "pass");
        socket.TrySend(web, "back"u8, network.Now);
        network.RunFor(AWhile);
        Assert.That(served.Payloads[^1], Is.EqualTo("back"));
        network.Close();
    }

    [Test]
    public void IdleNetwork_IsSilent()
    {
        var network = new TestNetwork();
        Build(network);
        network.RunFor(AWhile);
        long before = network.FrameCount;
        network.RunFor(AWhile);
        Assert.That(network.FrameCount, Is.EqualTo(before), "An idle network is silent.");
        network.Close();
    }

    [Test]
    public void HostStack_UnknownName_IsAnError()
    {
        Assert.That(
            Bench.ErrorOf("TestSource -> h :: HostStack(nobody) -> Discard"),
            Does.Contain("no host stack named 'nobody'"));
    }

    [Test]
    public void HostStack_ThatMayBeMissing_DropsWhatIsForIt()
    {
        var bench = new Bench(
            "in :: TestSource -> h :: HostStack(nobody, ALLOW_NONEXISTENT true) -> out :: TestSink");
        bench.Send("01");
        bench.Router.WriteHandler("h.wake", "");
        Assert.That((bench.Read("h.drops"), bench.Read("h.received")), Is.EqualTo(("1", "0")));
        bench.Close();
    }

    private static (InternetStack Client, InternetStack Guest, RouterGraph Host, RouterGraph Router) Build(
        TestNetwork network)
    {
        InternetStack client = Stack("10.1.0.5");
        InternetStack guest = Stack("10.2.0.9");
        client.AddName("web.kv", new InternetPeer(IpAddress.Parse("10.2.0.9"), 7000));
        FakeDevice clientEth = Device("eth0", 1), r0 = Device("eth0", 2), r1 = Device("eth1", 3);
        FakeDevice hostEth = Device("eth0", 4), vm0 = Device("vm0", 5), guestEth = Device("eth0", 6);
        network.Join(clientEth, r0);
        network.Join(r1, hostEth);
        network.Join(vm0, guestEth);
        network.Add("guest.click", Node("10.1.0.5", 1, "10.1.0.0/16", "10.1.0.1"), With(client), clientEth);
        RouterGraph router = network.Add(
            "router.click",
            new()
            {
                ["ip0"] = "10.1.0.1",
                ["mac0"] = Mac(2),
                ["ip1"] = "10.2.0.1",
                ["mac1"] = Mac(3),
                ["routes"] = "10.1.0.0/16 0, 10.2.0.0/16 1",
            },
            null,
            r0,
            r1);
        RouterGraph host = network.Add(
            "host.click",
            Node("10.2.0.2", 4, "10.2.0.0/16", "10.2.0.1"),
            With(Stack("10.2.0.2")),
            hostEth,
            vm0);
        network.Add("guest.click", Node("10.2.0.9", 6, "10.2.0.0/16", "10.2.0.1"), With(guest), guestEth);
        return (client, guest, host, router);
    }

    private static string Mac(int number) => $"02:00:00:00:00:0{number}";

    private static FakeDevice Device(string name, int number) => new(name, MacAddress.Parse(Mac(number)));

    private static Dictionary<string, string> Node(string ip, int mac, string prefix, string gateway) =>
        new() { ["ip"] = ip, ["mac"] = Mac(mac), ["prefix"] = prefix, ["gateway"] = gateway };

    private static Action<RouterEnvironment> With(InternetStack stack) =>
        environment => environment.Add<IHostStack>("host", stack);

    private static InternetStack Stack(string address) => new(new InternetStackOptions
    {
        Address = IpAddress.Parse(address),
        Random = new RandomRoot(1).Stream(address),
        Services = new Dictionary<string, ushort> { ["kv"] = 7000 },
    });

    private sealed class Recorder : IDatagramObserver
    {
        public List<string> Payloads { get; } = [];

        public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now) =>
            Payloads.Add(Encoding.ASCII.GetString(payload));

        public void OnUnreachable(PeerToken peer, Instant now)
        {
        }
    }
}
