using Xia.Kernel.Time;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Hosts;

/// <summary>Answers XCMP echoes and passes on what the network reports.</summary>
internal sealed class ControlReceiver(StackCore core, AnswerQueue answers)
{
    public void OnPacket(in XipHeader header, ReadOnlySpan<byte> payload, StreamRegistry streams, Instant now)
    {
        core.Counters.Count(StackCounter.XcmpIgnored);
    }
}
