using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>How soon streams move again after a move.</summary>
public sealed class RecoveryTests
{
    // The client's stream is busy, the machine pauses 400 ms: timers have backed off by then.
    [TestCase(true, 25)]
    [TestCase(false, 1000)]
    public void OnMoved_UploadInProgress_ReachesTheNewPlaceOneRoundTripAfterResume(
        bool kick, int withinMilliseconds)
    {
        MovingWorld world = new(
            90, options => options with { Kick = kick }, options => options with { Kick = kick });
        StreamApplication server = new(0, 9);
        world.Machine.Listen("bulk", server);
        StreamApplication client = new(20_000_000, 4);
        client.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(500));
        StreamApplication copy = server.Copy();
        byte[] state = world.Freeze();
        int frozenBytes = copy.Received.Count;
        world.RunFor(Duration.FromMilliseconds(400));
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => stack.Listen("bulk", copy));
        copy.Pump(world.Now);
        frozenBytes = Math.Max(frozenBytes, copy.Received.Count);
        while (copy.Received.Count == frozenBytes && world.Now - resumedAt < Duration.FromSeconds(5))
        {
            world.RunFor(Duration.FromMilliseconds(1));
        }

        Assert.That(
            world.Now - resumedAt,
            Is.LessThanOrEqualTo(Duration.FromMilliseconds(withinMilliseconds)));
        TestContext.Out.WriteLine($"kick {kick}: first new byte {world.Now - resumedAt} after resume.");
    }

    [Test]
    public void OnMoved_ServerPushInProgress_FirstNewByteTravelsBehindTheRebinding()
    {
        MovingWorld world = new(91);
        StreamApplication server = new(20_000_000, 9);
        world.Machine.Listen("bulk", server);
        StreamApplication client = new(0, 4);
        client.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(500));
        StreamApplication copy = server.Copy();
        byte[] state = world.Freeze();
        world.RunFor(Duration.FromMilliseconds(400));
        int before = client.Received.Count;
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => stack.Listen("bulk", copy));
        copy.Pump(world.Now);
        while (client.Received.Count == before && world.Now - resumedAt < Duration.FromSeconds(5))
        {
            world.RunFor(Duration.FromMilliseconds(1));
        }

        Assert.That(client.Stream.Status, Is.EqualTo(StreamStatus.Open));

        // Half a round trip for what had been under way already and a whole one more if it has to be sent
        // anew.
        Assert.That(
            world.Now - resumedAt,
            Is.LessThanOrEqualTo(MovingWorld.Delay * 3 + Duration.FromMilliseconds(1)));
        TestContext.Out.WriteLine($"push: first new byte {world.Now - resumedAt} after resume.");
    }
}
