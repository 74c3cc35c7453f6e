namespace Xia.Router.Language.Names;

/// <summary>Annotations by name: where they stand in a packet's area, and how long they are.</summary>
internal static class AnnotationNames
{
    private static readonly Dictionary<string, (int Offset, int LengthBytes)> Places =
        new(StringComparer.Ordinal)
        {
            ["AGGREGATE"] = (20, 4),
            ["DST_IP"] = (0, 4),
            ["DST_IP6"] = (0, 16),
            ["EXTRA_LENGTH"] = (28, 4),
            ["EXTRA_PACKETS"] = (24, 4),
            ["FIRST_TIMESTAMP"] = (32, 8),
            ["FIX_IP_SRC"] = (19, 1),
            ["FWD_RATE"] = (20, 4),
            ["GRID_ROUTE_CB"] = (27, 1),
            ["ICMP_PARAMPROB"] = (17, 1),
            ["IPREASSEMBLER"] = (28, 4),
            ["IPSEC_SPI"] = (32, 4),
            ["MISC_IP"] = (20, 4),
            ["PACKET_NUMBER"] = (32, 4),
            ["PAINT"] = (16, 1),
            ["PERFCTR"] = (40, 8),
            ["REV_RATE"] = (24, 4),
            ["SEQUENCE_NUMBER"] = (36, 4),
            ["VLAN"] = (20, 2),
            ["VLAN_TCI"] = (20, 2),
            ["WIFI_EXTRA"] = (16, 24),
        };

    /// <summary>The place of a name.</summary>
    public static bool TryFind(string name, out (int Offset, int LengthBytes) place) =>
        Places.TryGetValue(name, out place);
}
