using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Transport.Sockets;
using Xia.Workload.Services;
using Xia.Workload.Tests.Networks;

namespace Xia.Workload.Tests.Clients;

/// <summary>A key-value service and a client's stack, a millisecond apart.</summary>
internal sealed class ServiceBench
{
    public const int Keys = 100;
    private const int Pages = 400;

    public ServiceBench()
    {
        Service = new KeyValueService(new GuestMemory(Pages), 0, Pages);
        Service.Preload(Keys, 100);
        Server = Network.Add("web");
        Client = Network.Add("client");
        Service.Open(Server, "kv");
        Client.TryResolve("web.kv", out PeerToken peer);
        Peer = peer;
    }

    public LoopbackNetwork Network { get; } = new();

    public KeyValueService Service { get; }

    public LoopbackLayer Server { get; }

    public LoopbackLayer Client { get; }

    public PeerToken Peer { get; }

    public static Instant Milliseconds(long milliseconds) =>
        Instant.Zero + Duration.FromMilliseconds(milliseconds);
}
