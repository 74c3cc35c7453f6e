using Xia.Router.Devices;

namespace Xia.Router.Tests.Testing;

/// <summary>A node's devices by name.</summary>
internal sealed class FakeDevices(params IDevice[] devices) : IDeviceProvider
{
    public IDevice? Open(string name) => Array.Find(devices, device => device.Name == name);
}
