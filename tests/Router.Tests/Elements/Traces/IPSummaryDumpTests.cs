using System.IO.Compression;
using System.Text;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Traces;

internal sealed class IPSummaryDumpTests
{
    [TestCase("timestamp", "1.5", "1.500000")]
    [TestCase("timestamp", "12.123456789", "12.123456789")]
    [TestCase("ts_sec", "7", "7")]
    [TestCase("ts_usec", "451094", "451094")]
    [TestCase("ts_usec1", "996033261451094", "996033261451094")]
    [TestCase("first_timestamp", "3.25", "3.250000")]
    [TestCase("count", "5", "5")]
    [TestCase("paint", "7", "7")]
    [TestCase("direction", "<", "<")]
    [TestCase("direction", "X", "<")]
    [TestCase("direction", "9", "9")]
    [TestCase("aggregate", "4294967295", "4294967295")]
    [TestCase("eth_src", "0:a:95:a6:d9:bc", "00-0A-95-A6-D9-BC")]
    [TestCase("eth_dst", "1-2-3-4-5-6", "01-02-03-04-05-06")]
    [TestCase("eth_type", "0806", "0806")]
    [TestCase("ip_src", "18.26.4.44", "18.26.4.44")]
    [TestCase("dst", "255.255.255.255", "255.255.255.255")]
    [TestCase("ip_tos", "255", "255")]
    [TestCase("ip_dscp", "63", "63")]
    [TestCase("ip_ecn", "ECT(0)", "ect2")]
    [TestCase("ip_ttl", "1", "1")]
    [TestCase("ip_frag", "F", "F")]
    [TestCase("ip_fragoff", "24+", "24+")]
    [TestCase("ip_fragoff", "64!", "64!")]
    [TestCase("ip_id", "48759", "48759")]
    [TestCase("ip_sum", "43812", "43812")]
    [TestCase("ip_proto", "U", "U")]
    [TestCase("ip_proto", "99", "99")]
    [TestCase("ip_hl", "21", "24")]
    [TestCase("ip_len", "1500", "1500")]
    [TestCase("sport", "0x16", "22")]
    [TestCase("dport", "65535", "65535")]
    [TestCase("tcp_seq", "93167339", "93167339")]
    [TestCase("tcp_ack", "4294967295", "4294967295")]
    [TestCase("tcp_off", "32", "32")]
    [TestCase("tcp_flags", "SAW", "SAC")]
    [TestCase("tcp_flags", "0x1ff", "FSRPAUECN")]
    [TestCase("tcp_flags", ".", ".")]
    [TestCase("tcp_window", "480", "480")]
    [TestCase("tcp_urp", "9", "9")]
    [TestCase("payload", "\"a b\\n\\<00>$\"", "\"a b\\n\\000\\$\"")]
    [TestCase("payload_len", "1400", "1400")]
    public void Field_IsReadAndWritten(string field, string given, string expected) => Assert.That(
        SummaryDumps.Convert($"!data {field}\n{given}\n", field), Is.EqualTo(expected + "\n"));

    [TestCase("udp_len", "U", "34")]
    [TestCase("icmp_type", "I", "8")]
    [TestCase("icmp_code", "I", "2")]
    [TestCase("icmp_type_name", "I", "timestamp-reply")]
    [TestCase("icmp_type_name", "I", "200")]
    [TestCase("icmp_flowid", "I", "256")]
    [TestCase("icmp_seq", "I", "3")]
    public void Field_OfAProtocol_IsReadAndWritten(string field, string protocol, string value) =>
        Assert.That(
            SummaryDumps.Convert($"!proto {protocol}\n!data {field}\n{value}\n", field),
            Is.EqualTo(value + "\n"));

    [TestCase("rr{10.0.0.1,20.0.0.2}+5")]
    [TestCase("ssrr{1.0.0.1,1.0.0.2^1.0.0.3}")]
    [TestCase("lsrr{1.0.0.1^}")]
    [TestCase("ts{1,10000,!45}+2++3")]
    [TestCase("ts.ip{1.0.0.1=1,1.0.0.2=2}+2")]
    [TestCase("ts.preip{1.0.0.1=1^1.0.0.2,1.0.0.3}")]
    [TestCase("99=0:5:10;rr{}+1")]
    [TestCase("nop;nop;eol", ".")]
    [TestCase(".", ".")]
    public void IpOptions_AreReadAndWritten(string given, string? expected = null) => Assert.That(
        SummaryDumps.Convert($"!data ip_opt\n{given}\n", "ip_opt"), Is.EqualTo((expected ?? given) + "\n"));

    [TestCase("mss1400;wscale10;sackok")]
    [TestCase("sack95-98;sack99-100")]
    [TestCase("sack95:98,sack99:100", "sack95-98;sack99-100")]
    [TestCase("ts669063908:38382731")]
    [TestCase("99=0:5:10;mss7")]
    [TestCase("nop,eol", ".")]
    public void TcpOptions_AreReadAndWritten(string given, string? expected = null) => Assert.That(
        SummaryDumps.Convert($"!data tcp_opt\n{given}\n", "tcp_opt"), Is.EqualTo((expected ?? given) + "\n"));

    [Test]
    public void OptionFields_ShowTheirKinds() => Assert.That(
        SummaryDumps.Convert("!data tcp_opt\nmss5;ts1:2;sack3-4\n", "tcp_ntopt tcp_sack"),
        Is.EqualTo("mss5;sack3-4 sack3-4\n"));

    [Test]
    public void Defaults_AreTcpWithTimeToLive100_AndNeedNoTransportField() => Assert.That(
        SummaryDumps.Convert(
            "!data src\n1.2.3.4\n", "ip_src ip_dst ip_proto ip_ttl ip_len wire_len sport tcp_flags udp_len"),
        Is.EqualTo("1.2.3.4 0.0.0.0 T 100 40 40 0 . -\n"));

    [Test]
    public void AnnotationsAlone_MakeAnEmptyPacket() => Assert.That(
        SummaryDumps.Convert("!data timestamp\n2\n", "timestamp wire_len ip_src"),
        Is.EqualTo("2.000000 0 -\n"));

    [Test]
    public void Length_LongerThanThePacket_IsExtraLength_ButRealBytesWithChecksums()
    {
        const string input = "!data src ip_len proto\n1.2.3.4 100 U\n";
        Assert.That(
            SummaryDumps.Convert(input, "ip_len ip_capture_len wire_len udp_len payload_len"),
            Is.EqualTo("100 28 28 80 72\n"));
        Assert.That(
            SummaryDumps.Convert(input, "ip_len ip_capture_len wire_len ip_sum", ", CHECKSUM true"),
            Is.EqualTo("100 100 100 21124\n"));
    }

    [Test]
    public void Length_ShorterThanTheHeaders_CutsThePacket() => Assert.That(
        SummaryDumps.Convert(
            "!data sport dport ip_len\n1 2 22\n1 2 23\n1 2 24\n", "sport dport tcp_seq wire_len"),
        Is.EqualTo("1 - - 22\n1 - - 23\n1 2 - 24\n"));

    [Test]
    public void HeaderLines_SetFlowProtocolAndAggregate() => Assert.That(
        SummaryDumps.Convert(
            "!IPSummaryDump 1.3\n!creator \"x\"\n# comment\n!flowid 1.2.3.4 5 6.7.8.9 10 U\n!aggregate 77\n"
            + "!data ip_id\n1\n!proto I\n!data dst ip_id icmp_type\n9.9.9.9 2 echo\n",
            "src sport dst dport proto aggregate ip_id"),
        Is.EqualTo("1.2.3.4 5 6.7.8.9 10 U 77 1\n1.2.3.4 - 9.9.9.9 - I 77 2\n"));

    [Test]
    public void OldVersion_CountsFragmentOffsetsInEights() => Assert.That(
        SummaryDumps.Convert("!IPSummaryDump 1.0\n!data ip_fragoff\n3+\n", "ip_fragoff"),
        Is.EqualTo("24+\n"));

    [Test]
    public void Fields_MayBeGivenByArgument_WithQuotedBlanks() => Assert.That(
        SummaryDumps.Convert("7 1.2.3.4\n", "\"ip ttl\" ip_src", ", FIELDS ip_ttl \"ip src\""),
        Is.EqualTo("7 1.2.3.4\n"));

    [Test]
    public void Lines_MayBeShort_AndEndInEveryWay() => Assert.That(
        SummaryDumps.Convert("!data src ip_id\r\n1.1.1.1 1\r2.2.2.2\n\n- 3", "src ip_id"),
        Is.EqualTo("1.1.1.1 1\n2.2.2.2 0\n0.0.0.0 3\n"));

    [Test]
    public void Data_TakesThePlaceOfAFile()
    {
        var bench = new Bench("FromIPSummaryDump(DATA \"!data src\n1.2.3.4\n\") -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[]
        {
            "45000028000000006406000001020304000000000000000000000000000000005000000000000000",
        }));
        bench.Close();
    }

    [Test]
    public void Packets_CarryMarksAndDestination()
    {
        var bench = new Bench(
            "FromIPSummaryDump(in) -> out :: TestSink",
            new FakeFiles().Add(
                "in", "!data eth_src dst timestamp count ip_len\n1-2-3-4-5-6 9.8.7.6 2.5 4 60\n"));
        bench.RunFor(Duration.Zero);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.NetworkOffsets[0], Is.EqualTo(14));
            Assert.That(bench.Out.Annotations[0].DestinationIp, Is.EqualTo(0x09080706));
            Assert.That(bench.Out.Annotations[0].Timestamp, Is.EqualTo(new Instant(2_500_000_000)));
            Assert.That(bench.Out.Annotations[0].ExtraPackets, Is.EqualTo(3));
            Assert.That(bench.Out.Annotations[0].ExtraLengthBytes, Is.EqualTo(20));
        });
        bench.Close();
    }

    [Test]
    public void BadPackets_SayWhy() => Assert.That(
        SummaryDumps.Convert(
            "!data sport ip_fragoff ip_len\n1 0 40\n2 8 40\n3 0 30\n",
            "sport tcp_urp eth_src",
            to: ", BAD_PACKETS true",
            between: "-> Truncate(39)"),
        Is.EqualTo(
            "!bad truncated TCP header\n1 - -\n!bad fragmented TCP/UDP header\n- - -\n"
            + "!bad truncated TCP header\n3 - -\n"));

    [TestCase("UDP", "!data proto\nU\n", "tcp_seq")]
    [TestCase("not first", "!data ip_frag\nf\n", "sport")]
    [TestCase("no flow", "!proto I\n!data icmp_type\nredirect\n", "icmp_flowid")]
    [TestCase("no length", "!proto I\n!data icmp_type\nredirect\n", "icmp_nextmtu")]
    public void MissingField_IsADash(string name, string input, string field) => Assert.That(
        SummaryDumps.Convert(input, field), Is.EqualTo("-\n"), name);

    [Test]
    public void PayloadHashes_AreThoseOfThePayload() => Assert.That(
        SummaryDumps.Convert(
            "!data payload\n\"hi there\\n\"\n\"\"\n", "payload payload_len payload_md5 payload_md5_hex"),
        Is.EqualTo(
            "\"hi there\\n\" 9 sy@Uze03MHB84qQruJ_zma 12f6bb1941df66b8f138a446d4e8670c\n"
            + "\"\" 0 u3bJz@iaYsq6aMaMSJVq_b d41d8cd98f00b204e9800998ecf8427e\n"));

    [Test]
    public void Multipacket_ReaderMakesOnePacketEach_SharingLengthAndTime() => Assert.That(
        SummaryDumps.Convert(
            "!data first_timestamp timestamp count ip_len proto\n1 2 3 100 U\n",
            "timestamp count ip_len",
            ", MULTIPACKET true"),
        Is.EqualTo("1.000000 1 33\n1.500000 1 33\n2.000000 1 34\n"));

    [Test]
    public void Multipacket_WriterWritesALineEach() => Assert.That(
        SummaryDumps.Convert(
            "!data first_timestamp timestamp count wire_len\n1 2 3 100\n",
            "timestamp",
            to: ", MULTIPACKET true"),
        Is.EqualTo("1.000000\n1.500000\n2.000000\n"));

    [Test]
    public void Timing_KeepsDistances()
    {
        var bench = new Bench(
            "FromIPSummaryDump(in, TIMING true) -> out :: TestSink",
            new FakeFiles().Add("in", "!data timestamp\n10\n10.5\n12\n"));
        int[] counts = [.. new[] { 0, 499, 500, 1999, 2000 }.Select(milliseconds =>
        {
            bench.RunUntil(Instant.Zero + Duration.FromMilliseconds(milliseconds));
            return bench.Out.Hex.Count;
        })];
        Assert.That(counts, Is.EqualTo(new[] { 1, 1, 2, 2, 3 }));
        bench.Close();
    }

    [Test]
    public void Pulled_GivesPacketsAndSleepsAtTheEnd()
    {
        FakeFiles files = new FakeFiles().Add("in", "!data ip_id\n1\n2\n");
        var bench = new Bench("FromIPSummaryDump(in) -> ToIPSummaryDump(out, FIELDS ip_id)", files);
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Router.NextRun, Is.Null, "Nothing runs on.");
        bench.Close();
        Assert.That(files.Text("out"), Is.EqualTo("!IPSummaryDump 1.3\n!data ip_id\n1\n2\n"));
    }

    [Test]
    public void Sample_LetsThroughItsShare()
    {
        string input = "!data ip_id\n" + string.Concat(Enumerable.Range(0, 1000).Select(id => $"{id}\n"));
        int kept = SummaryDumps.Convert(input, "ip_id", ", SAMPLE 0.25").Count(at => at == '\n');
        Assert.That(kept, Is.InRange(190, 310));
    }

    [Test]
    public void Binary_IsReadBack()
    {
        const string fields = "timestamp ntimestamp src dst sport dport ip_len proto ip_id ip_frag ip_opt "
            + "tcp_seq tcp_opt count aggregate eth_src";
        const string input = "!data timestamp src dst sport dport ip_len ip_id ip_frag ip_opt tcp_seq "
            + "tcp_opt count aggregate eth_src\n"
            + "1.5 1.2.3.4 5.6.7.8 9 10 100 11 ! rr{}+1 12 mss5 3 99 1-2-3-4-5-6\n"
            + "7.000001 1.2.3.4 5.6.7.8 9 10 400 65535 . . 4294967295 . 1 0 a-b-c-d-e-f\n";
        FakeFiles files = new FakeFiles().Add("in", input);
        var writer = new Bench(
            $"FromIPSummaryDump(in) -> ToIPSummaryDump(text, HEADER false, FIELDS {fields}) "
            + $"-> ToIPSummaryDump(binary, BINARY true, FIELDS {fields})",
            files);
        writer.RunFor(Duration.Zero);
        writer.Close();
        files.Add("binary", files.Bytes("binary"));
        var reader = new Bench(
            $"FromIPSummaryDump(binary) -> ToIPSummaryDump(again, HEADER false, FIELDS {fields})", files);
        reader.RunFor(Duration.Zero);
        reader.Close();
        Assert.That(files.Text("again"), Is.EqualTo(files.Text("text")));
    }

    [Test]
    public void Gzip_IsExpanded()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes("!data src\n1.2.3.4\n"));
        }

        FakeFiles files = new FakeFiles().Add("in", compressed.ToArray());
        var bench = new Bench(
            "FromIPSummaryDump(in) -> ToIPSummaryDump(out, HEADER false, FIELDS src)", files);
        bench.RunFor(Duration.Zero);
        bench.Close();
        Assert.That(files.Text("out"), Is.EqualTo("1.2.3.4\n"));
    }

    [Test]
    public void Mistakes_AreSaidOnceWithTheirLine()
    {
        FakeFiles files = new FakeFiles().Add(
            "in", "!data timestamp foo payload_md5\nxx\nyy\n!flowid\n!proto 999\n!data\n1\n");
        var bench = new Bench("FromIPSummaryDump(in) -> Discard", files);
        bench.RunFor(Duration.Zero);
        bench.Close();
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "in:1: warning: unknown content type 'foo'", "in:1: warning: unknown content type 'payload_md5'",
            "in:2: packet parse error", "in:4: bad !flowid specification", "in:5: bad protocol in !proto",
            "in:6: no contents specified",
        }));
    }

    [TestCase("FromIPSummaryDump(gone) -> Discard", "gone: No such file or directory")]
    [TestCase("FromIPSummaryDump(empty) -> Discard", "empty: empty file")]
    [TestCase("FromIPSummaryDump(STOP true) -> Discard", "FILENAME: required argument missing")]
    [TestCase("FromIPSummaryDump(in, DATA x) -> Discard", "FILENAME and DATA conflict")]
    [TestCase("Idle -> ToIPSummaryDump(/nowhere/x)", "/nowhere/x: No such file or directory")]
    [TestCase("Idle -> ToIPSummaryDump(x, FIELDS a_b c_d)", "unknown content type 'c_d'")]
    [TestCase("Idle -> ToIPSummaryDump(x, FIELDS \"\")", "unknown content type ''")]
    [TestCase(
        "Idle -> ToIPSummaryDump(x, FIELDS payload, BINARY true)", "cannot use field payload with BINARY")]
    public void Mistakes_OfConfiguration(string text, string error) => Assert.That(
        () => new Bench(text, new FakeFiles().Add("empty", "").Add("in", "!data src\n")),
        Throws.Exception.With.Message.Contains(error));

    [Test]
    public void RandomInput_NeverThrows()
    {
        const int rounds = 300;
        RandomStream random = new RandomRoot(20260726).Stream("summaries");
        const string alphabet = "!data src dst ip_opt tcp_opt payload_len ip_len count\n"
            + "0123456789.,;:{}^=+-?\"\\<>rts\n\n ";
        for (int round = 0; round < rounds; round++)
        {
            var text = new StringBuilder(
                "!data src ip_opt tcp_opt payload ip_len ip_hl tcp_off proto eth_type\n");
            for (int index = random.NextInt32(400); index > 0; index--)
            {
                text.Append(alphabet[random.NextInt32(alphabet.Length)]);
            }

            FakeFiles files = new FakeFiles().Add("in", text.ToString());
            var bench = new Bench(
                "FromIPSummaryDump(in, CHECKSUM true) -> IPPrint(PAYLOAD hex) "
                + "-> ToIPSummaryDump(out, BAD_PACKETS true, "
                + "FIELDS ip_opt tcp_opt payload payload_md5 eth_src icmp_type_name ip_fragoff)",
                files);
            bench.RunFor(Duration.Zero);
            bench.Close();
        }
    }
}
