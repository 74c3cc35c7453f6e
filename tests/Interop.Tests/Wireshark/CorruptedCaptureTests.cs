using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Laboratory.Scenarios;
using Xia.Overlay.Addresses;
using Xia.Overlay.Wire;
using Xia.Router.Captures;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>One damaged frame in a sound capture: the same judgement must find it, and it alone.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CorruptedCaptureTests
{
    private const string Link = "client-access";
    private const int FramesKept = 200;
    private const int Network = EthernetHeader.LengthBytes;
    private const int TimeToLive = Network + 8;
    private const int NextHeaderOffset = 1;
    private const int PayloadLengthOffset = 2;
    private const int DestinationRowsOffset = 5;

    private JudgedRun _run = null!;

    [OneTimeSetUp]
    public void Run()
    {
        Tshark.Require();
        _run = new JudgedRun(new ScenarioOverride("until", "500ms"), new ScenarioOverride("events", "[]"));
    }

    [OneTimeTearDown]
    public void RemoveCaptures() => _run?.Dispose();

    [Test]
    public void Complaints_TcpPayloadFlipped_BadChecksum() => Check(
        "ip-none", IsTcpWithData, frame => frame[^1] ^= 1, "bad tcp.checksum.status");

    [Test]
    public void Complaints_UdpPayloadFlipped_BadChecksum() => Check(
        "ip-none", frame => IsIp(frame, IpProtocol.Udp), frame => frame[^1] ^= 1, "bad udp.checksum.status");

    [Test]
    public void Complaints_IpHeaderFlipped_BadChecksum() => Check(
        "ip-none",
        frame => IsIp(frame, IpProtocol.Udp),
        frame => frame[TimeToLive] ^= 1,
        "bad ip.checksum.status");

    [Test]
    public void Complaints_XipPayloadLengthWrong_InvalidLength() => Check(
        "xia", IsXip, frame => frame[Network + PayloadLengthOffset + 1] ^= 1, "xip.invalid.len");

    [Test]
    public void Complaints_XipNextHeaderWrong_InvalidNextHeader() => Check(
        "xia", IsXip, frame => frame[Network + NextHeaderOffset] = 59, "xip.next.header");

    [Test]
    public void Complaints_XipTooManyRows_BadNumber() => Check(
        "xia", IsXip, frame => frame[Network + DestinationRowsOffset] = 10, "xip.bad_num_dst");

    [Test]
    public void Complaints_XipCyclicDag_Refused() => Check(
        "xia",
        IsXip,
        frame => frame[Network + XipLayout.FixedLengthBytes + DagRow.EdgesOffset] = 0,
        "Destination");

    [Test]
    public void Complaints_XipCutOff_NoXip() => Check(
        "xia", IsXip, frame => frame.AsSpan(0, Network + 20).ToArray(), "protocols: eth:ethertype:data");

    [Test]
    public void Complaints_ArpCutOff_Malformed() => Check(
        "ip-none",
        frame => TypeOf(frame) == EtherTypes.Arp,
        frame => frame.AsSpan(0, Network + 20).ToArray(),
        "malformed");

    [Test]
    public void Flagged_SegmentWithheld_TcpAnalysisSeesIt()
    {
        List<CapturedFrame> frames = [.. _run.Frames("ip-none", Link)];
        frames.RemoveAt(frames.FindIndex(frame => IsTcpWithData(frame.Bytes.Span)));
        IReadOnlyList<Dissection> seen = Tshark.Dissect(Write("withheld.pcapng", frames));
        Assert.That(seen.Any(frame => frame.HasTcpFlags), Is.True);
    }

    private void Check(string arm, FramePredicate wanted, Action<byte[]> damage, string complaint) => Check(
        arm,
        wanted,
        frame =>
        {
            damage(frame);
            return frame;
        },
        complaint);

    private void Check(string arm, FramePredicate wanted, Func<byte[], byte[]> damage, string complaint)
    {
        List<CapturedFrame> frames = [.. _run.Frames(arm, Link).Take(FramesKept)];
        int damaged = frames.FindLastIndex(frame => wanted(frame.Bytes.Span));
        frames[damaged] = frames[damaged] with { Bytes = damage(frames[damaged].Bytes.ToArray()) };
        string file = Write($"{TestContext.CurrentContext.Test.MethodName}.pcapng", frames);

        IReadOnlyList<string> complaints = CaptureJudge.Complaints(frames, Tshark.Dissect(file));

        Assert.That(complaints, Has.Some.Contains(complaint));
        Assert.That(complaints, Has.All.StartsWith($"frame {damaged + 1}: "));
    }

    private string Write(string name, IEnumerable<CapturedFrame> frames)
    {
        string path = _run.PathOf(name);
        using FileStream output = File.Create(path);
        PcapngWriter writer = new(output);
        writer.AddInterface(Link);
        foreach (CapturedFrame frame in frames)
        {
            writer.Write(0, frame.Time, frame.Direction, frame.Bytes.Span);
        }

        return path;
    }

    private static bool IsXip(ReadOnlySpan<byte> frame) => TypeOf(frame) == XipLayout.EtherType;

    private static bool IsIp(ReadOnlySpan<byte> frame, IpProtocol protocol) =>
        TypeOf(frame) == EtherTypes.Ipv4 && frame[Network + 9] == (byte)protocol;

    private static bool IsTcpWithData(ReadOnlySpan<byte> frame) =>
        IsIp(frame, IpProtocol.Tcp) && frame.Length > 500;

    private static ushort TypeOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);

    private delegate bool FramePredicate(ReadOnlySpan<byte> frame);
}
