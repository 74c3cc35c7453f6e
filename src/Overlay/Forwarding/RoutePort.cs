using System.Globalization;

namespace Xia.Overlay.Forwarding;

/// <summary>
/// Where a route leads: an output port, or one of the special codes (xia-core's numbers where it has them).
/// </summary>
public static class RoutePort
{
    /// <summary>Nowhere: the packet is dropped.</summary>
    public const int Discard = -1;

    /// <summary>This node itself.</summary>
    public const int Local = -2;

    /// <summary>Every output port.</summary>
    public const int Broadcast = -4;

    /// <summary>Nowhere, and that is final: no further edge is tried.</summary>
    public const int Unreachable = -6;

    /// <summary>Nowhere; the next edge is tried.</summary>
    public const int Fallback = -7;

    /// <summary>
    /// This node, if the packet has just reached one of its HIDs, else as <see cref="Fallback"/>. The default
    /// of services at a host: its stack knows which of them are open.
    /// </summary>
    public const int LocalBelowHost = -8;

    /// <summary>The highest output port.</summary>
    public const int MaximumPort = short.MaxValue;

    /// <summary>The word or number that handlers and configurations use.</summary>
    public static string ToText(int port) => port switch
    {
        Local => "local",
        Unreachable => "unreachable",
        Fallback => "fallback",
        LocalBelowHost => "local-below-host",
        _ => port.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads a word or an output port.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int port)
    {
        port = text switch
        {
            "local" => Local,
            "unreachable" => Unreachable,
            "fallback" => Fallback,
            "local-below-host" => LocalBelowHost,
            _ => 0,
        };
        return port != 0
            || (int.TryParse(
                text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= MaximumPort);
    }
}
