using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>A frame of a capture file.</summary>
/// <param name="InterfaceName">The name of its interface; empty when it has none.</param>
/// <param name="Time">Its time stamp.</param>
/// <param name="Direction">Which way it went.</param>
/// <param name="Bytes">What was kept of it.</param>
/// <param name="OriginalLengthBytes">How long it was.</param>
public sealed record CapturedFrame(
    string InterfaceName,
    Instant Time,
    CaptureDirection Direction,
    ReadOnlyMemory<byte> Bytes,
    int OriginalLengthBytes);
