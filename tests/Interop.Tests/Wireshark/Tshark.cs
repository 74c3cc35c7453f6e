using Xia.Kernel.Time;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>Debian's tshark, which dissects a capture for us.</summary>
internal static class Tshark
{
    private const string Program = "tshark";
    private const int FirstPortOfClients = 49_152;
    private const char Separator = '\t';
    private const char Aggregator = ',';

    private static readonly string[] Fields =
    [
        "frame.number", "frame.time_epoch", "frame.interface_name", "frame.packet_flags_direction",
        "frame.protocols", "_ws.malformed", "_ws.expert.severity",
        "xip.invalid.len", "xip.next.header", "xip.bad_num_dst", "xip.bad_num_src",
        "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status", "icmp.checksum.status",
        "tcp.analysis.flags", "xip.dst_dag_entry", "xip.src_dag_entry",
    ];

    private static readonly Lazy<string[]> Options = new(MakeOptions);

    /// <summary>Makes sure that it can be run; the test is skipped where it cannot.</summary>
    public static void Require()
    {
        if (OutsideTool.TryRun(Program, Repository.Root, string.Empty, "--version") is null)
        {
            Assert.Ignore("needs tshark (Debian package tshark)");
        }
    }

    /// <summary>What tshark says about each frame of a file, with every checksum checked.</summary>
    public static IReadOnlyList<Dissection> Dissect(string file) =>
        [.. Run([.. Options.Value, "-r", file]).Select(line => ReadLine(line.Split(Separator)))];

    private static Dissection ReadLine(string[] fields) => new()
    {
        Number = int.Parse(fields[0]),
        Time = TimeOf(fields[1]),
        InterfaceName = fields[2],
        Direction = fields[3].Length == 0 ? 0 : Convert.ToInt32(fields[3], 16),
        Protocols = fields[4],
        IsMalformed = fields[5].Length > 0,
        Severities = fields[6].Split(Aggregator, StringSplitOptions.RemoveEmptyEntries),
        XipExperts = [.. Enumerable.Range(7, 4).Where(i => fields[i].Length > 0).Select(i => Fields[i])],
        Checksums = [.. Enumerable.Range(11, 4).SelectMany(i => Checksums(Fields[i], fields[i]))],
        HasTcpFlags = fields[15].Length > 0,
        DestinationDag = fields[16],
        SourceDag = fields[17],
    };

    private static IEnumerable<(string Field, string Status)> Checksums(string field, string values) =>
        values.Split(Aggregator, StringSplitOptions.RemoveEmptyEntries).Select(status => (field, status));

    /// <summary>Seconds with nine digits behind the point.</summary>
    private static Instant TimeOf(string text)
    {
        string[] parts = text.Split('.');
        return new Instant((long.Parse(parts[0]) * 1_000_000_000) + long.Parse(parts[1]));
    }

    private static string[] MakeOptions()
    {
        List<string> options = ["-n", "-T", "fields", "-E", "separator=/t", "-E", $"aggregator={Aggregator}"];
        options.AddRange(Fields.SelectMany(field => new[] { "-e", field }));
        foreach (string protocol in new[] { "ip", "udp", "tcp" })
        {
            options.AddRange(["-o", $"{protocol}.check_checksum:TRUE"]);
        }

        options.AddRange(Guessers().SelectMany(name => new[] { "--disable-protocol", name }));
        return [.. options];
    }

    /// <summary>
    /// Protocols that tshark guesses from the bytes of UDP and TCP, or from a port that clients draw: what
    /// our applications send is none of them, and a chance likeness is no fault.
    /// </summary>
    private static IEnumerable<string> Guessers()
    {
        IEnumerable<string> byContent = Run(["-G", "heuristic-decodes"]).Select(line => line.Split(Separator))
            .Where(parts => parts[0] is "udp" or "tcp").Select(parts => parts[1]);
        IEnumerable<string> byPort = Run(["-G", "decodes"]).Select(line => line.Split(Separator))
            .Where(parts => parts[0] is "udp.port" or "tcp.port" && int.Parse(parts[1]) >= FirstPortOfClients)
            .Select(parts => parts[2]);
        return byContent.Concat(byPort).Distinct();
    }

    private static string[] Run(string[] arguments)
    {
        ToolResult result = OutsideTool.TryRun(Program, Repository.Root, string.Empty, arguments)!;
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
