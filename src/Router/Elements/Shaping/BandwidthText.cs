using System.Globalization;

namespace Xia.Router.Elements.Shaping;

/// <summary>A bandwidth as handlers show it.</summary>
internal static class BandwidthText
{
    /// <summary>
    /// In bits per second with the largest unit that leaves a short number, such as <c>10kbps</c>.
    /// </summary>
    public static string Show(long bytesPerSecond)
    {
        decimal bits = bytesPerSecond * 8m;
        (decimal unit, string name) = bits >= 1_000_000_000m ? (1_000_000_000m, "Gbps")
            : bits >= 1_000_000m ? (1_000_000m, "Mbps")
            : bits >= 1_000m ? (1_000m, "kbps") : (1m, "bps");
        return (bits / unit).ToString("0.#########", CultureInfo.InvariantCulture) + name;
    }
}
