using Xia.Kernel.Time;
using Xia.Laboratory.Captures;
using Xia.Router.Captures;

namespace Xia.Laboratory.Tests.Captures;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LinkCaptureTests : IDisposable
{
    private readonly MemoryStream _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public void OnFrame_BothDirections_AreWrittenInOrderOfDeparture()
    {
        LinkCapture capture = new(_file, "a-b", 65_535);

        // Offered in order of the clock; a full queue ahead puts departures later, in each direction in order.
        Offer(capture, true, 1, departure: 50, now: 10);
        Offer(capture, false, 2, departure: 20, now: 11);
        Offer(capture, true, 3, departure: 60, now: 12);
        Offer(capture, false, 4, departure: 55, now: 30);
        Offer(capture, false, 5, departure: 70, now: 65);
        capture.Finish();

        IReadOnlyList<CapturedFrame> frames = PcapngReader.Read(_file.ToArray());
        Assert.That(frames.Select(frame => (int)frame.Bytes.Span[0]), Is.EqualTo(new[] { 2, 1, 4, 3, 5 }));
        Assert.That(frames.Select(frame => frame.Time.Nanoseconds), Is.EqualTo(new[] { 20L, 50, 55, 60, 70 }));
        Assert.That(frames.Select(frame => frame.Direction), Is.EqualTo(new[]
        {
            CaptureDirection.Inbound, CaptureDirection.Outbound, CaptureDirection.Inbound,
            CaptureDirection.Outbound, CaptureDirection.Inbound,
        }));
        Assert.That(capture.Frames, Is.EqualTo(5));
    }

    [Test]
    public void OnFrame_OneInstant_PutsTheFirstEndBeforeTheOther()
    {
        LinkCapture capture = new(_file, "a-b", 65_535);
        Offer(capture, false, 1, departure: 20, now: 10);
        Offer(capture, true, 2, departure: 20, now: 10);
        capture.Finish();

        Assert.That(PcapngReader.Read(_file.ToArray()).Select(frame => (int)frame.Bytes.Span[0]), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public void OnFrame_LongerThanTheSnap_KeepsTheBeginning()
    {
        LinkCapture capture = new(_file, "a-b", 64);
        capture.OnFrame(true, new byte[200], new Instant(5), new Instant(5));
        capture.Finish();

        CapturedFrame frame = PcapngReader.Read(_file.ToArray()).Single();
        Assert.That(frame.Bytes.Length, Is.EqualTo(64));
        Assert.That(frame.OriginalLengthBytes, Is.EqualTo(200));
    }

    private static void Offer(LinkCapture capture, bool fromFirst, byte mark, long departure, long now) =>
        capture.OnFrame(fromFirst, new byte[] { mark, 0, 0, 0 }, new Instant(departure), new Instant(now));
}
