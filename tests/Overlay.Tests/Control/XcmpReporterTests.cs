using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Tests.Control;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class XcmpReporterTests
{
    private static readonly DagAddress Sender = DagAddress.Path(Xid.Derive(XidType.Ad, [1]), Xid.Derive(XidType.Hid, [1]));
    private static readonly DagAddress Target = DagAddress.Path(Xid.Derive(XidType.Ad, [2]), Xid.Derive(XidType.Hid, [2]));
    private static readonly DagAddress Router = DagAddress.Path(Xid.Derive(XidType.Ad, [3]), Xid.Derive(XidType.Hid, [3]));

    private readonly XcmpReporter _reporter = new(new TokenBucket(1000, 3));
    private readonly byte[] _output = new byte[XcmpReporter.MaximumLengthBytes];

    [Test]
    public void Write_EchoRequest_GivesItsBytesAndRoundTrips()
    {
        byte[] payload = new byte[XcmpMessage.FixedLengthBytes + 3];
        int length = XcmpMessage.Write(payload, XcmpType.EchoRequest, 0, 0x1234, 0x0005, [0xAA, 0xBB, 0xCC]);

        // Checksum: ~(0x0800 + 0x1234 + 0x0005 + 0xAABB + 0xCC00) in one's complement.
        Assert.That(payload, Is.EqualTo(Convert.FromHexString("0808006F0A12340005AABBCC")));
        Assert.That(length, Is.EqualTo(12));
        Assert.That(XcmpMessage.TryParse(payload, out XcmpMessage message), Is.EqualTo(XcmpFault.None));
        Assert.That((message.Type, message.Identifier, message.Sequence), Is.EqualTo((XcmpType.EchoRequest, 0x1234, 5)));
        Assert.That(message.Body.ToArray(), Is.EqualTo(new byte[] { 0xAA, 0xBB, 0xCC }));
        Assert.That(message.IsError, Is.False);
    }

    [Test]
    public void TryParse_BentOrCut_IsRefused()
    {
        byte[] payload = new byte[XcmpMessage.FixedLengthBytes];
        XcmpMessage.Write(payload, XcmpType.EchoRequest, 0, 1, 2, []);
        for (int length = 0; length < payload.Length; length++)
        {
            Assert.That(XcmpMessage.TryParse(payload.AsSpan(0, length), out _), Is.EqualTo(XcmpFault.TooShort));
        }

        payload[6] ^= 1;
        Assert.That(XcmpMessage.TryParse(payload, out _), Is.EqualTo(XcmpFault.Checksum));
        payload[0] = 1;
        Assert.That(XcmpMessage.TryParse(payload, out _), Is.EqualTo(XcmpFault.OtherKind));
    }

    [Test]
    public void TryReport_Datagram_QuotesHeaderAndEightBytesToItsSource()
    {
        byte[] packet = Packet(Target, Sender, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

        Assert.That(Report(packet, out int length), Is.EqualTo(XcmpRefusal.None));
        Assert.That(XipHeader.TryParse(_output.AsSpan(0, length), out XipHeader header), Is.EqualTo(XipFault.None));
        Assert.That(header.Destination(), Is.EqualTo(Sender));
        Assert.That(header.Source(), Is.EqualTo(Router));
        Assert.That(XcmpMessage.TryParse(header.Payload, out XcmpMessage message), Is.EqualTo(XcmpFault.None));
        Assert.That((message.Type, message.Code), Is.EqualTo((XcmpType.TimeExceeded, 0)));
        Assert.That(message.Body.ToArray(), Is.EqualTo(packet[..^2]));
    }

    [Test]
    public void TryReport_AboutAReport_IsRefusedButAnEchoIsNot()
    {
        byte[] payload = new byte[XcmpMessage.FixedLengthBytes];
        XcmpMessage.Write(payload, XcmpType.Unreachable, 0, 0, 0, []);
        Assert.That(Report(Packet(Target, Sender, payload), out _), Is.EqualTo(XcmpRefusal.AboutError));

        XcmpMessage.Write(payload, XcmpType.EchoRequest, 0, 0, 0, []);
        Assert.That(Report(Packet(Target, Sender, payload), out _), Is.EqualTo(XcmpRefusal.None));

        payload[6] ^= 1;
        Assert.That(Report(Packet(Target, Sender, payload), out _), Is.EqualTo(XcmpRefusal.AboutError), "a bent one");
    }

    [Test]
    public void TryReport_BroadcastNoSourceOrNoPacket_IsRefused()
    {
        Assert.That(
            Report(Packet(DagAddress.Path(Xid.Broadcast), Sender, []), out _), Is.EqualTo(XcmpRefusal.Broadcast));
        Assert.That(Report(Packet(Target, null, []), out _), Is.EqualTo(XcmpRefusal.NoSource));
        Assert.That(Report([1, 2, 3], out _), Is.EqualTo(XcmpRefusal.Malformed));
    }

    [Test]
    public void TryReport_MoreThanTheBurst_WaitsForTheRate()
    {
        byte[] packet = Packet(Target, Sender, []);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(Report(packet, out _), Is.EqualTo(XcmpRefusal.None));
        }

        Assert.That(Report(packet, out _), Is.EqualTo(XcmpRefusal.RateLimited));
        Assert.That(Report(packet, out _, Duration.FromNanoseconds(999_999)), Is.EqualTo(XcmpRefusal.RateLimited));
        Assert.That(Report(packet, out _, Duration.FromMilliseconds(1)), Is.EqualTo(XcmpRefusal.None));
    }

    [Test]
    public void TryAnswerEcho_Request_ComesBackWithItsData()
    {
        byte[] payload = new byte[XcmpMessage.FixedLengthBytes + 4];
        XcmpMessage.Write(payload, XcmpType.EchoRequest, 0, 7, 8, [1, 2, 3, 4]);

        Assert.That(
            XcmpReporter.TryAnswerEcho(Packet(Target, Sender, payload), Target, _output, out int length), Is.True);
        XipHeader.TryParse(_output.AsSpan(0, length), out XipHeader header);
        XcmpMessage.TryParse(header.Payload, out XcmpMessage message);
        Assert.That(header.Destination(), Is.EqualTo(Sender));
        Assert.That((message.Type, message.Identifier, message.Sequence), Is.EqualTo((XcmpType.EchoReply, 7, 8)));
        Assert.That(message.Body.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(
            XcmpReporter.TryAnswerEcho(_output.AsSpan(0, length), Target, new byte[2000], out _), Is.False, "a reply");
    }

    private static byte[] Packet(DagAddress destination, DagAddress? source, byte[] payload)
    {
        byte[] packet = new byte[XipWriter.LengthBytes(destination, source) + payload.Length];
        payload.CopyTo(packet.AsSpan(XipWriter.Write(packet, destination, source, payload.Length)));
        return packet;
    }

    private XcmpRefusal Report(byte[] packet, out int length, Duration after = default) => _reporter.TryReport(
        packet, XcmpType.TimeExceeded, 0, Router, Instant.Zero + after, _output, out length);
}
