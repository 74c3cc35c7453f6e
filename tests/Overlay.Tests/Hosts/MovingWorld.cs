using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>
/// A client, and a machine "web" that moves from host A in domain "east" to host B in domain "west".
/// </summary>
internal sealed class MovingWorld
{
    public static readonly Duration Delay = Duration.FromMilliseconds(10);

    private readonly Func<OverlayStackOptions, OverlayStackOptions> _adjust;
    private int _generation;

    public MovingWorld(
        ulong seed,
        Func<OverlayStackOptions, OverlayStackOptions>? adjustMachine = null,
        Func<OverlayStackOptions, OverlayStackOptions>? adjustClient = null)
    {
        _adjust = adjustMachine ?? (options => options);
        Net = new StackNet(seed, Delay);
        Identity = new MachineIdentity(Net.Stream("keys"));
        HostA = Identity.NewHost();
        HostB = Identity.NewHost();
        ClientCredential = Identity.NewHost();
        OverlayStackOptions client = new()
        {
            Credential = ClientCredential,
            Ad = Campus,
            Random = Net.Stream("client"),
            Names = new Dictionary<string, DagAddress>
            {
                ["web.kv"] = DagAddress.Path(East, Identity.Hid, Kv),
                ["web.stream"] = DagAddress.Path(East, Identity.Hid, Bulk),
            },
        };
        Client = new OverlayStack(adjustClient is null ? client : adjustClient(client))
        {
            RebindingObserver = ClientLog,
        };
        Net.Join(Client);
        Machine = MakeMachine(East, Identity.Delegate(HostA, 1), HostA);
        Net.Join(Machine);
    }

    public static Xid Campus { get; } = MachineIdentity.Ad("campus");

    public static Xid East { get; } = MachineIdentity.Ad("east");

    public static Xid West { get; } = MachineIdentity.Ad("west");

    public static Xid Kv { get; } = MachineIdentity.Sid("kv");

    public static Xid Bulk { get; } = MachineIdentity.Sid("bulk");

    public StackNet Net { get; }

    public MachineIdentity Identity { get; }

    public Credential HostA { get; }

    public Credential HostB { get; }

    public Credential ClientCredential { get; }

    public OverlayStack Client { get; }

    public RebindingLog ClientLog { get; } = new();

    public RebindingLog MachineLog { get; } = new();

    public OverlayStack Machine { get; private set; }

    public Instant Now => Net.Now;

    public OverlayStack MakeMachine(Xid ad, Credential credential, Credential? host) => new(_adjust(new()
    {
        Credential = credential,
        Ad = ad,
        Host = host,
        Random = Net.Stream($"machine/{_generation++}"),
        Services = new Dictionary<string, Xid> { ["kv"] = Kv, ["bulk"] = Bulk },
    }))
    {
        RebindingObserver = MachineLog,
    };

    /// <summary>Takes the machine away from the network and gives its saved state.</summary>
    public byte[] Freeze()
    {
        ArrayBufferWriter<byte> state = new();
        MessagePackWriter writer = new(state);
        Machine.Export(ref writer, Net.Now);
        Net.Leave(Machine);
        return state.WrittenSpan.ToArray();
    }

    /// <summary>Starts the machine elsewhere; services are opened again in between.</summary>
    public void Resume(
        byte[] state,
        Xid ad, Credential host, ulong epoch, Action<OverlayStack> openServices, bool attached = true)
    {
        Credential credential = Identity.Delegate(host, epoch);
        Machine = MakeMachine(ad, credential, attached ? host : null);
        openServices(Machine);
        MessagePackReader reader = new(state);
        Machine.Import(ref reader, Net.Now);
        Assert.That(reader.End, Is.True);
        Net.Join(Machine);
        Machine.OnMoved(ad, credential, attached ? host : null, Net.Now);
    }

    public void RunFor(Duration length) => Net.RunUntil(Net.Now + length);

    public static long CounterOf(OverlayStack stack, string name) =>
        stack.Counters.Single(counter => counter.Key == name).Value;
}
