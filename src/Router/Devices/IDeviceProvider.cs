namespace Xia.Router.Devices;

/// <summary>Opens the devices that a graph names; the driver provides it.</summary>
public interface IDeviceProvider
{
    /// <summary>The device of that name, or null when the node has none.</summary>
    IDevice? Open(string name);
}
