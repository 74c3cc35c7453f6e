using FsCheck;
using FsCheck.Fluent;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Hosts;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Tests.Hosts;

public sealed class HostilePacketTests
{
    [Test]
    public void OnPacket_EveryPacketOfAMoveCutShortOrWithOneByteChanged_NeverThrowsAndKeepsTheSession()
    {
        MovingWorld world = new(80);
        world.Net.Records = true;
        OverlayStackTests.OpenEcho(world.Machine);
        StreamApplication server = new(20_000, 9);
        world.Machine.Listen("bulk", server);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        StreamApplication stream = new(20_000, 4);
        stream.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), stream, world.Now);
        OverlayStackTests.Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        world.Client.OnMoved(MovingWorld.West, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromSeconds(1));
        world.Net.Records = false;

        RandomStream random = world.Net.Stream("hostile");
        foreach (byte[] packet in world.Net.Recorded.DistinctBy(packet => packet.Length))
        {
            for (int length = 0; length < packet.Length; length++)
            {
                world.Client.OnPacket(packet.AsSpan(0, length), world.Now);
                world.Machine.OnPacket(packet.AsSpan(0, length), world.Now);
                byte[] changed = (byte[])packet.Clone();
                changed[length] ^= (byte)(1 + random.NextInt32(255));
                world.Client.OnPacket(changed, world.Now);
                world.Machine.OnPacket(changed, world.Now);
            }
        }

        world.RunFor(Duration.FromSeconds(1));
        Assert.That(MovingWorld.CounterOf(world.Machine, "wrong-checksum"), Is.GreaterThan(100));
        OverlayStackTests.Send(world, client, [2]);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(client.Received.Any(answer => answer.Payload is [2]), Is.True, world.Net.Story);
        Assert.That(stream.HasExactly(9, 20_000), Is.True);
        Assert.That(stream.Stream.Status, Is.EqualTo(Xia.Transport.Sockets.StreamStatus.Open));
    }

    [Test]
    public void OnPacket_SoundChecksumsAroundRandomBytes_NeverThrow()
    {
        MovingWorld world = new(81);
        OverlayStackTests.OpenEcho(world.Machine);
        world.Machine.Listen("bulk", new StreamApplication(10, 1));
        RandomStream random = world.Net.Stream("hostile");
        byte[] packet = new byte[1500];
        byte[] output = new byte[1500];
        for (int i = 0; i < 20_000; i++)
        {
            int payloadBytes = 24 + random.NextInt32(600);
            int headerBytes = Overlay.Wire.XipWriter.Write(
                packet,
                world.Machine.AddressOf(random.NextInt32(2) == 0 ? "kv" : "bulk"),
                world.Client.Address.WithIntent(world.Client.Hid),
                payloadBytes);
            Span<byte> payload = packet.AsSpan(headerBytes, payloadBytes);
            random.NextBytes(payload);
            payload[2..4].Clear();
            new PayloadPrefix(
                (byte)random.NextInt32(10), (byte)random.NextInt32(256), random.NextUInt64() | 1,
                random.NextInt32(2) == 0 ? 0 : random.NextUInt64()).Write(payload);
            PayloadPrefix.Seal(payload);
            world.Machine.OnPacket(packet.AsSpan(0, headerBytes + payloadBytes), world.Now);
            while (world.Machine.TryTakePacket(output, world.Now, out _))
            {
            }
        }

        Assert.That(world.Machine.AssociationCount, Is.GreaterThan(0).And.LessThanOrEqualTo(16_384));
    }

    [FsCheck.NUnit.Property]
    public Property TryRead_RandomBytes_NeverThrows() => Prop.ForAll<byte[]>(bytes =>
    {
        _ = RebindingMessage.TryRead(bytes, out _);
        _ = PathMessage.TryRead(bytes, out _);
        _ = PayloadPrefix.TryRead(bytes, out _);
    });
}
