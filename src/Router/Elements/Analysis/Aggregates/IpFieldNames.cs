using System.Collections.Frozen;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>The fields of headers by name.</summary>
internal static class IpFieldNames
{
    private static readonly FrozenDictionary<(IpFieldBase, string), IpFieldSpan> Fields = Collect();

    /// <summary>The field of that name in a header; null when it has none.</summary>
    public static IpFieldSpan? Find(IpFieldBase header, string name) =>
        Fields.TryGetValue((header, name), out IpFieldSpan field) ? field : null;

    /// <summary>The first name of a field; null when it has none.</summary>
    public static string? NameOf(IpFieldSpan field) => Fields.Where(entry => entry.Value == field)
        .Select(entry => entry.Key.Item2).Order(StringComparer.Ordinal).FirstOrDefault();

    private static FrozenDictionary<(IpFieldBase, string), IpFieldSpan> Collect()
    {
        var fields = new Dictionary<(IpFieldBase, string), IpFieldSpan>();
        Add(
            fields,
            IpFieldBase.Ip,
            "vers 0 4, hl 4 4, tos 8 8, dscp 8 6, ecn 14 2, len 16 16, id 32 16, off 48 16, rf 48 1, "
            + "df 49 1, mf 50 1, fragoff 51 13, ttl 64 8, proto 72 8, sum 80 16, src 96 32, dst 128 32");
        Add(fields, IpFieldBase.Udp, "sport 0 16, dport 16 16, len 32 16, sum 48 16");
        Add(
            fields,
            IpFieldBase.Tcp,
            "sport 0 16, dport 16 16, seq 32 32, seqno 32 32, ackno 64 32, hl 96 4, flags 104 8, urg 106 1, "
            + "ack 107 1, ackf 107 1, psh 108 1, push 108 1, rst 109 1, syn 110 1, fin 111 1, win 112 16, "
            + "sum 128 16, urp 144 16");
        Add(fields, IpFieldBase.Icmp, "type 0 8, code 8 8, sum 16 16");
        Add(fields, IpFieldBase.TcpOrUdp, "sport 0 16, dport 16 16");
        foreach (string port in (string[])["sport", "dport"])
        {
            fields[(IpFieldBase.Ip, port)] = fields[(IpFieldBase.TcpOrUdp, port)];
        }

        return fields.ToFrozenDictionary();
    }

    private static void Add(
        Dictionary<(IpFieldBase, string), IpFieldSpan> fields, IpFieldBase header, string table)
    {
        foreach (string row in table.Split(", "))
        {
            string[] cells = row.Split(' ');
            fields.Add(
                (header, cells[0]),
                new IpFieldSpan(
                    header,
                    int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
