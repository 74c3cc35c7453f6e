namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>All fields of summaries, by name.</summary>
internal static class SummaryFields
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["utimestamp"] = "timestamp",
        ["ts"] = "timestamp",
        ["sec"] = "ts_sec",
        ["usec"] = "ts_usec",
        ["usec1"] = "ts_usec1",
        ["first_utimestamp"] = "first_timestamp",
        ["first_ts"] = "first_timestamp",
        ["pkt_count"] = "count",
        ["packet_count"] = "count",
        ["agg"] = "aggregate",
        ["wire_length"] = "wire_len",
        ["ether_src"] = "eth_src",
        ["ether_dst"] = "eth_dst",
        ["ether_type"] = "eth_type",
        ["length"] = "ip_len",
        ["ip_p"] = "ip_proto",
        ["tcp_seqno"] = "tcp_seq",
        ["tcp_ackno"] = "tcp_ack",
        ["tcp_win"] = "tcp_window",
        ["payload_length"] = "payload_len",
    };

    private static readonly Dictionary<string, SummaryField> ByName = Collect();

    /// <summary>
    /// The field of a name or a synonym; blanks stand for underscores, and <c>ip_</c> may be left out.
    /// </summary>
    public static SummaryField? Find(string name)
    {
        string known = name.Replace(' ', '_');
        return FindExactly(known) ?? (known.Contains('_') ? null : FindExactly("ip_" + known));
    }

    private static SummaryField? FindExactly(string name) =>
        ByName.GetValueOrDefault(Synonyms.GetValueOrDefault(name, name));

    private static Dictionary<string, SummaryField> Collect()
    {
        SummaryField[] payload =
        [
            new PayloadLengthField(),
            new PayloadField("payload", PayloadForm.Text),
            new PayloadField("payload_md5", PayloadForm.Hash),
            new PayloadField("payload_md5_hex", PayloadForm.HexHash),
        ];
        IEnumerable<SummaryField> all =
        [
            .. AnnotationFields.All, .. LinkFields.All, .. IpFields.All, .. TransportFields.All,
            .. IcmpFields.All, .. OptionField.All, .. payload,
        ];
        return all.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }
}
