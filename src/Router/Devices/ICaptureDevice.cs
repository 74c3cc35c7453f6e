namespace Xia.Router.Devices;

/// <summary>An interface that a host uses as well, and of which a graph may see more or less.</summary>
public interface ICaptureDevice : IDevice
{
    /// <summary>Says what the graph wants to see from now on.</summary>
    /// <exception cref="IOException">It cannot; the message says what is missing.</exception>
    void Capture(CaptureSettings settings);
}
