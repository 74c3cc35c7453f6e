namespace Xia.Router.Devices;

/// <summary>Makes virtual network interfaces of the host's kernel; the driver provides it.</summary>
public interface ITapProvider
{
    /// <summary>Makes an interface, or takes the one of that name that this process made before.</summary>
    /// <exception cref="IOException">It cannot; the message says what is missing.</exception>
    IDevice Open(TapSettings settings);
}
