using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Machines;

public sealed class GuestClockTests
{
    [Test]
    public void At_WhileRunningPausedAndStalled_FollowsTheDrawing()
    {
        GuestClock clock = new();
        clock.Resume(new Instant(100));
        Assert.That(clock.At(new Instant(150)), Is.EqualTo(new Duration(50)));

        clock.Pause(new Instant(150));
        Assert.That(clock.At(new Instant(900)), Is.EqualTo(new Duration(50)));

        clock.Resume(new Instant(1000));
        clock.Stall(new Duration(30), new Instant(1010));
        clock.Stall(new Duration(20), new Instant(1015));
        Assert.Multiple(() =>
        {
            Assert.That(clock.At(new Instant(1060)), Is.EqualTo(new Duration(60)));
            Assert.That(clock.At(new Instant(1061)), Is.EqualTo(new Duration(61)));
            Assert.That(clock.StalledTotal, Is.EqualTo(new Duration(50)));
            Assert.That(clock.When(new Duration(70)), Is.EqualTo(new Instant(1070)));
        });
    }

    [Test]
    public void When_Paused_IsNull()
    {
        GuestClock clock = new();

        Assert.That(clock.When(new Duration(1)), Is.Null);
    }

    [Test]
    public void Import_OfExport_GoesOnWhereItStood()
    {
        GuestClock clock = new();
        clock.Resume(new Instant(0));
        clock.Pause(new Instant(70));
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        clock.Export(ref writer, new Instant(80));

        GuestClock other = new();
        MessagePackReader reader = new(output.WrittenSpan);
        other.Import(ref reader, new Instant(500));
        other.Resume(new Instant(600));

        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0x93, 1, 70, 0 }));
        Assert.That(other.At(new Instant(601)), Is.EqualTo(new Duration(71)));
    }
}
