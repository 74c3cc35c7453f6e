using Xia.Router.Captures;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>Finds which frames a link lost: its capture has them, and that of no link behind it.</summary>
internal static class LostFrames
{
    // A router changes the Ethernet header, the hop limit and the header checksum; it keeps the
    // identification and everything from the addresses on.
    private const int IdentificationOffset = 18;
    private const int AddressesOffset = 26;

    /// <summary>The connections of which the link lost something, each with how much.</summary>
    /// <param name="link">The capture of the link.</param>
    /// <param name="onward">The captures of the links that its frames go on to.</param>
    public static IReadOnlyDictionary<TcpFlow, int> ByFlow(
        IReadOnlyList<CapturedFrame> link, params IEnumerable<CapturedFrame>[] onward)
    {
        Dictionary<string, int> arrived = [];
        foreach (CapturedFrame frame in onward.SelectMany(frames => frames))
        {
            string key = KeyOf(frame);
            arrived[key] = arrived.GetValueOrDefault(key) + 1;
        }

        Dictionary<TcpFlow, int> lost = [];
        foreach (CapturedFrame frame in link)
        {
            if (TcpFlow.Of(frame.Bytes.Span) is not { } flow)
            {
                continue;
            }

            string key = KeyOf(frame);
            int left = arrived.GetValueOrDefault(key);
            arrived[key] = Math.Max(0, left - 1);
            if (left == 0)
            {
                lost[flow] = lost.GetValueOrDefault(flow) + 1;
            }
        }

        return lost;
    }

    private static string KeyOf(CapturedFrame frame)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes.Span;
        return bytes.Length <= AddressesOffset
            ? ""
            : Convert.ToHexString(bytes.Slice(IdentificationOffset, 2))
                + Convert.ToHexString(bytes[AddressesOffset..]);
    }
}
