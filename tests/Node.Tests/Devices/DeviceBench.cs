using System.Net.Sockets;
using Xia.Kernel.Time;
using Xia.Node.Devices;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Node.Tests.Testing;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Devices;

/// <summary>Devices that share a poller, and one whose other end is a socket of the test's own.</summary>
internal sealed class DeviceBench : IDisposable
{
    private const int MostTurns = 100_000;
    private static readonly Duration Turn = Duration.FromMilliseconds(1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly List<IDisposable> _open = [];

    public DeviceBench() => Site = new DeviceSite(Poller, Clock, Pool, Console);

    public Poller Poller { get; } = new();

    public RouterClock Clock { get; } = new RealClock(new ManualTime());

    public PacketPool Pool { get; } = new();

    public RecordingConsole Console { get; } = new();

    public DeviceSite Site { get; }

    /// <summary>Interfaces as a process of its own would have them.</summary>
    public SystemDevices NewDevices()
    {
        var devices = new SystemDevices(Poller, Clock, Pool, Console);
        _open.Add(devices);
        return devices;
    }

    /// <summary>A device over one end of a pair of sockets, and the other end.</summary>
    public (DescriptorDevice Device, Socket Far) Pair()
    {
        var far = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var near = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _open.AddRange([far, near]);
        var place = new UnixDomainSocketEndPoint(Path.Combine(_folder, $"{_open.Count}"));
        far.Bind(place);
        near.Connect(place);
        far.Blocking = near.Blocking = false;
        var identity = new DeviceIdentity("pair", 1, default, 1500);
        var device = new DescriptorDevice((int)near.Handle, identity, Site);
        Poller.Add(device);
        return (device, far);
    }

    /// <summary>A packet of some bytes.</summary>
    public Packet Make(params byte[] bytes) => Pool.Take(bytes);

    /// <summary>Lets the devices work until something holds.</summary>
    public void Until(Func<bool> holds, string what)
    {
        for (int turn = 0; turn < MostTurns; turn++)
        {
            if (holds())
            {
                return;
            }

            Poller.Poll(Turn);
        }

        Assert.Fail($"{what} does not happen.");
    }

    public void Dispose()
    {
        foreach (IDisposable open in _open)
        {
            open.Dispose();
        }

        Poller.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Keeps the frames that a device gives.</summary>
    internal sealed class Recorder : IDeviceReceiver
    {
        private int _readies;

        public List<byte[]> Frames { get; } = [];

        public List<PacketKind> Kinds { get; } = [];

        public int Readies => Volatile.Read(ref _readies);

        public void OnReceive(Packet packet, Instant now)
        {
            Frames.Add(packet.Data.ToArray());
            Kinds.Add(packet.Annotations.Kind);
            packet.Kill();
        }

        public void OnTransmitReady(Instant now) => Interlocked.Increment(ref _readies);
    }
}
