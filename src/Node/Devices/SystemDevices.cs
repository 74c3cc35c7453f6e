using System.Globalization;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>The network interfaces of a Linux host, and virtual ones that graphs ask for.</summary>
/// <remarks>
/// A device stays open while the process runs, so that a graph that takes over finds it again.
/// </remarks>
public sealed class SystemDevices(Poller poller, RouterClock clock, PacketPool pool)
    : IDeviceProvider, ITapProvider, IDisposable
{
    private const string Interfaces = "/sys/class/net";

    private readonly List<DescriptorDevice> _open = [];

    /// <inheritdoc/>
    public IDevice? Open(string name)
    {
        if (_open.Find(device => device.Name == name) is { } opened)
        {
            return opened;
        }

        string folder = Path.Combine(Interfaces, name);
        if (name.Contains('/', StringComparison.Ordinal) || !Directory.Exists(folder))
        {
            return null;
        }

        int index = int.Parse(Read(folder, "ifindex"), CultureInfo.InvariantCulture);
        return Start(new PacketSocketDevice(
            LinuxNetwork.OpenPacketSocket(name, index), index, name, AddressOf(folder), MtuOf(folder), clock,
            pool));
    }

    /// <inheritdoc/>
    public IDevice Open(TapSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Name.Length > 0 && _open.Find(device => device.Name == settings.Name) is { } opened)
        {
            return opened;
        }

        (int descriptor, string name) = LinuxNetwork.OpenTap(settings);
        string folder = Path.Combine(Interfaces, name);
        return Start(
            new DescriptorDevice(descriptor, name, AddressOf(folder), settings.MtuBytes, clock, pool));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DescriptorDevice device in _open)
        {
            poller.Remove(device);
            _ = SystemCalls.Close(device.Descriptor);
        }

        _open.Clear();
    }

    private static string Read(string folder, string file) =>
        File.ReadAllText(Path.Combine(folder, file)).Trim();

    private static MacAddress AddressOf(string folder) =>
        MacAddress.TryParse(Read(folder, "address"), out MacAddress address) ? address : default;

    private static int MtuOf(string folder) => int.Parse(Read(folder, "mtu"), CultureInfo.InvariantCulture);

    private DescriptorDevice Start(DescriptorDevice device)
    {
        _open.Add(device);
        poller.Add(device);
        return device;
    }
}
