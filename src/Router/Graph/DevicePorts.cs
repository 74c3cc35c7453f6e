using Xia.Router.Devices;

namespace Xia.Router.Graph;

/// <summary>The devices that a graph opened, each once.</summary>
internal sealed class DevicePorts(RouterGraph router)
{
    private readonly List<DevicePort> _ports = [];

    /// <summary>The port of a device; null when the node has no such device.</summary>
    public DevicePort? Open(string name)
    {
        foreach (DevicePort port in _ports)
        {
            if (port.Device.Name == name)
            {
                return port;
            }
        }

        return router.Environment.Devices?.Open(name) is { } device ? Use(device) : null;
    }

    /// <summary>The same; says in Click's place what kept a device that is there from being opened.</summary>
    public DevicePort? Open(string name, out string? fault)
    {
        fault = null;
        try
        {
            return Open(name);
        }
        catch (IOException wrong)
        {
            fault = wrong.Message;
            return null;
        }
    }

    /// <summary>The port of a device that an element has opened.</summary>
    public DevicePort Use(IDevice device)
    {
        if (_ports.Find(port => ReferenceEquals(port.Device, device)) is { } known)
        {
            return known;
        }

        var opened = new DevicePort(router, device);
        _ports.Add(opened);
        return opened;
    }

    /// <summary>Lets frames come in from now on.</summary>
    public void Attach()
    {
        foreach (DevicePort port in _ports)
        {
            port.Device.Receiver = port;
        }
    }

    /// <summary>Lets go of all devices that no other graph took over.</summary>
    public void Close()
    {
        foreach (DevicePort port in _ports)
        {
            if (ReferenceEquals(port.Device.Receiver, port))
            {
                port.Device.Receiver = null;
            }
        }

        _ports.Clear();
    }
}
