using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Tests.Elements.Rewriting.Flows;

public sealed class FlowKeyTests
{
    [FsCheck.NUnit.Property]
    public bool Fields_Any_AreKept(
        uint source, ushort sourcePort, uint destination, ushort port, byte protocol)
    {
        var key = new FlowKey(source, sourcePort, destination, port, protocol);
        FlowKey turned = key.Reversed;
        return key.Source == source && key.SourcePort == sourcePort && key.Destination == destination
            && key.DestinationPort == port && key.Protocol == protocol
            && turned.Source == destination && turned.SourcePort == port && turned.Destination == source
            && turned.DestinationPort == sourcePort && turned.Reversed.Equals(key);
    }

    [FsCheck.NUnit.Property]
    public bool With_Any_ChangesOneFieldOnly(uint address, ushort port)
    {
        var key = new FlowKey(1, 2, 3, 4, 5);
        return key.WithSource(address).Equals(new FlowKey(address, 2, 3, 4, 5))
            && key.WithDestination(address).Equals(new FlowKey(1, 2, address, 4, 5))
            && key.WithSourcePort(port).Equals(new FlowKey(1, port, 3, 4, 5))
            && key.WithDestinationPort(port).Equals(new FlowKey(1, 2, 3, port, 5));
    }

    [Test]
    public void Reversed_EchoRequest_IsAReply()
    {
        var request = new FlowKey(1, 7, 2, 0, FlowKey.EchoRequest);
        Assert.That(request.Reversed, Is.EqualTo(new FlowKey(2, 0, 1, 7, FlowKey.EchoReply)));
        Assert.That(new FlowKey(1, 2, 3, 4, 6).Reversed.Protocol, Is.EqualTo(6));
    }

    [Test]
    public void Hash_AnotherSeed_IsAnother()
    {
        var key = new FlowKey(1, 2, 3, 4, 6);
        Assert.That(key.Hash(1), Is.Not.EqualTo(key.Hash(2)));
        Assert.That(new FlowKey(1, 2, 3, 4, 6).Hash(1), Is.EqualTo(key.Hash(1)));
        Assert.That(key.Hash(1), Is.Not.EqualTo(key.Reversed.Hash(1)));
    }
}
