using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Router.Devices;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Node.Devices;

/// <summary>The network interfaces of a Linux host, and virtual ones that graphs ask for.</summary>
/// <remarks>
/// A device stays open while the process runs, so that a graph that takes over finds it again; one whose
/// interface was taken away is opened anew.
/// </remarks>
public sealed class SystemDevices(
    Poller poller, RouterClock clock, PacketPool pool, IRouterConsole? console)
    : IDeviceProvider, ITapProvider, IDisposable
{
    private readonly DeviceSite _site = new(poller, clock, pool, console);
    private readonly List<DescriptorDevice> _open = [];

    /// <inheritdoc/>
    public IDevice? Open(string name)
    {
        DeviceIdentity? found = LinuxNetwork.Find(name);
        if (FindOpen(name, found) is { } opened)
        {
            return opened;
        }

        return found is null
            ? null
            : Start(new PacketSocketDevice(LinuxNetwork.OpenPacketSocket(found), found, _site));
    }

    /// <inheritdoc/>
    public IDevice Open(TapSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Name.Length > 0
            && FindOpen(settings.Name, LinuxNetwork.Find(settings.Name)) is { } opened)
        {
            return opened;
        }

        (int descriptor, string name) = LinuxTunnel.Open(settings);
        try
        {
            DeviceIdentity identity = LinuxNetwork.Find(name)
                ?? throw new IOException($"{name}: the interface is gone already");
            return Start(new DescriptorDevice(descriptor, identity, _site));
        }
        catch (IOException)
        {
            _ = SystemCalls.Close(descriptor);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DescriptorDevice device in _open)
        {
            device.Close();
        }

        _open.Clear();
    }

    // The one of that name, if it still has the interface that has the name now.
    private DescriptorDevice? FindOpen(string name, DeviceIdentity? found)
    {
        int place = _open.FindIndex(device => device.Name == name);
        if (place < 0)
        {
            return null;
        }

        DescriptorDevice opened = _open[place];
        if (found is not null && found.Index == opened.Identity.Index && !opened.IsGone)
        {
            return opened;
        }

        opened.Close();
        _open.RemoveAt(place);
        return null;
    }

    private DescriptorDevice Start(DescriptorDevice device)
    {
        _open.Add(device);
        poller.Add(device);
        return device;
    }
}
