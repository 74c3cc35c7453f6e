using Xia.Node.Polling;
using Xia.Router.Devices;

namespace Xia.Node.Devices;

/// <summary>Makes virtual interfaces of Linux's universal driver.</summary>
internal static class LinuxTunnel
{
    private const string DevicePath = "/dev/net/tun";
    private const int ReadWriteNonBlockingPrivate = 0x80802;
    private const nuint SetTunnel = 0x400454ca;
    private const short TapFlags = 0x1002;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint SetAddress = 0x8916;
    private const nuint SetMask = 0x891c;
    private const nuint SetMtu = 0x8922;
    private const nuint SetHardwareAddress = 0x8924;
    private const short UpAndRunning = 0x41;
    private const short EthernetHardware = 1;

    /// <summary>Makes an interface, gives it its addresses and sets it going.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static (int Descriptor, string Name) Open(TapSettings settings)
    {
        int descriptor = SystemCalls.OpenFile(DevicePath, ReadWriteNonBlockingPrivate);
        if (descriptor < 0)
        {
            throw SystemError.Failure(DevicePath, "CAP_NET_ADMIN and the kernel's module tun");
        }

        try
        {
            var request = new InterfaceRequest(stackalloc byte[InterfaceRequest.LengthBytes], settings.Name)
            {
                Flags = TapFlags,
            };
            request.Call(descriptor, SetTunnel, "make a virtual interface");
            SetUp(request.Name, settings);
            return (descriptor, request.Name);
        }
        catch (IOException)
        {
            _ = SystemCalls.Close(descriptor);
            throw;
        }
    }

    private static void SetUp(string name, TapSettings settings)
    {
        int socket = LinuxNetwork.OpenControl();
        try
        {
            SetUp(socket, name, settings);
        }
        finally
        {
            _ = SystemCalls.Close(socket);
        }
    }

    private static void SetUp(int socket, string name, TapSettings settings)
    {
        Span<byte> bytes = stackalloc byte[InterfaceRequest.LengthBytes];
        if (settings.MacAddress is { } mac)
        {
            var hardware = new InterfaceRequest(bytes, name) { Flags = EthernetHardware };
            mac.Write(hardware.HardwareAddress);
            hardware.Call(socket, SetHardwareAddress, "set the hardware address");
        }

        var request = new InterfaceRequest(bytes, name);
        request.SetAddress(settings.Address.Value);
        request.Call(socket, SetAddress, "set the address");
        request = new InterfaceRequest(bytes, name);
        request.SetAddress(settings.Mask);
        request.Call(socket, SetMask, "set the network mask");
        request = new InterfaceRequest(bytes, name) { Number = settings.MtuBytes };
        request.Call(socket, SetMtu, "set the MTU");
        request = new InterfaceRequest(bytes, name);
        request.Call(socket, GetFlags, "read the flags");
        request.Flags |= UpAndRunning;
        request.Call(socket, SetFlags, "set it going");
    }
}
