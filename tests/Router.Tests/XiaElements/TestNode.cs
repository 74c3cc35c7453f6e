using Xia.Kernel.Randomness;
using Xia.Kernel.Work;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Wire;
using Xia.Router.Devices;
using Xia.Router.Elements.Xia;
using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Transport.Sockets;

namespace Xia.Router.Tests.XiaElements;

/// <summary>A node with a graph of the library, its devices, stack and credentials.</summary>
internal sealed class TestNode : IDeviceProvider, ICredentialSource
{
    private readonly Dictionary<Xid, Credential> _credentials = [];
    private readonly string _graph;
    private readonly string _name;

    public TestNode(string name, string graph, Xid ad, KeyPair? key = null)
    {
        _name = name;
        _graph = graph;
        Key = key ?? KeyOf(name);
        Hid = Key.PublicKey.ToXid(XidType.Hid);
        Ad = ad;
        Give(Credential.OfIdentity(XidType.Hid, Key));
    }

    public KeyPair Key { get; }

    public Xid Hid { get; }

    public Xid Ad { get; }

    public TestStack Stack { get; } = new();

    public Dictionary<string, TestDevice> Devices { get; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public RouterGraph Graph { get; private set; } = null!;

    public static KeyPair KeyOf(string name) => KeyPair.Generate(new RandomRoot(5).Stream(name));

    public static Xid AdOf(string name) => KeyOf(name).PublicKey.ToXid(XidType.Ad);

    public TestDevice Device(string name) =>
        Devices.TryGetValue(name, out TestDevice? device) ? device : Devices[name] = new TestDevice(name);

    public void Give(Credential credential) => _credentials[credential.Subject] = credential;

    public void TakeCredentials() => _credentials.Clear();

    public Credential? Find(Xid subject) => _credentials.GetValueOrDefault(subject);

    public IDevice? Open(string name) => Devices.GetValueOrDefault(name);

    public void Start(PacketPool pool, IProcessor processor)
    {
        Variables["hid"] = Hid.ToString();
        Variables["ad"] = Ad.ToString();
        Variables.TryAdd("routes", "");
        RouterEnvironment environment = new()
        {
            Pool = pool,
            Devices = this,
            Variables = Variables,
            Processor = processor,
            Randomness = new RandomRoot(9),
        };
        environment.Add<ICredentialSource>(XiaServices.Credentials, this).Add<IHostStack>("host", Stack);
        string path = Path.Combine(LibraryFolder(), "xia", _graph);
        Graph = RouterGraph.Load(File.ReadAllText(path), $"{_name}/{_graph}", environment);
    }

    /// <summary>A packet of this node to a service at a host.</summary>
    public byte[] PacketTo(Xid ad, Xid hid, Xid sid, byte hopLimit = XipLayout.DefaultHopLimit, params byte[] payload) =>
        Packet(DagAddress.WithFallback(sid, ad, hid), hopLimit, payload);

    public byte[] Packet(DagAddress destination, byte hopLimit, byte[] payload)
    {
        DagAddress source = DagAddress.Path(Ad, Hid);
        byte[] packet = new byte[XipWriter.LengthBytes(destination, source) + payload.Length];
        payload.CopyTo(packet.AsSpan(XipWriter.Write(packet, destination, source, payload.Length, hopLimit)));
        return packet;
    }

    private static string LibraryFolder()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Xia.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "scenarios", "library");
    }
}
