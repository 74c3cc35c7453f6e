using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Information;

internal sealed class InformationTests
{
    private const string Graph = """
        AddressInfo(net 10.1.2.3/20, host 10.0.0.9 02:00:00:00:00:09, v6 2001:db8::1);
        PortInfo(web 8080/tcp, both 99 alias # comment, game 1234/udp, , # all comment);
        elementclass Inner { AddressInfo(host 10.0.0.7); PortInfo(web 81); i :: Idle }
        elementclass Outer { PortInfo(outer 5); AddressInfo(near host); n :: Inner; i :: Idle }
        top :: Idle; o :: Outer
        """;

    [TestCase("top", "net", "10.1.2.3")]
    [TestCase("top", "net:ip", "10.1.2.3")]
    [TestCase("top", "net:bcast", "10.1.15.255")]
    [TestCase("top", "net:gw", "10.1.0.1")]
    [TestCase("o/i", "near", "10.0.0.9")]
    [TestCase("o/n/i", "host", "10.0.0.7")]
    [TestCase("o/n/i", "host:ip", "10.0.0.7")]
    [TestCase("o/n/i", "net", "10.1.2.3")]
    [TestCase("top", "1.2.3.4", "1.2.3.4")]
    public void IpAddress_NearestScopeWins(string asker, string text, string expected)
    {
        Element element = Load(asker);
        Assert.That(ArgumentTypes.IpAddress(element)(text, out IpAddress value, out _));
        Assert.That(value.ToString(), Is.EqualTo(expected));
    }

    [TestCase("top", "near")]
    [TestCase("top", "host:bcast")]
    [TestCase("top", "host:eth")]
    [TestCase("top", "nobody")]
    public void IpAddress_UnknownHere_IsRefused(string asker, string text) =>
        Assert.That(ArgumentTypes.IpAddress(Load(asker))(text, out _, out _), Is.False);

    [TestCase("net:ipnet", "10.1.0.0/20")]
    [TestCase("net:net", "10.1.0.0/20")]
    [TestCase("net", "10.1.2.3/32")]
    [TestCase("net/8", "10.0.0.0/8")]
    [TestCase("18.26/16", "18.26.0.0/16")]
    [TestCase("10.0.0.0/255.0.0.0", "10.0.0.0/8")]
    [TestCase("1.2.3.4", "1.2.3.4/32")]
    public void IpPrefix_Cases(string text, string expected)
    {
        Assert.That(ArgumentTypes.IpPrefix(Load("top"))(text, out IpPrefix value, out _));
        Assert.That(value.ToString(), Is.EqualTo(expected));
    }

    [TestCase("18.26/24")]
    [TestCase("10.0.0.0/33")]
    [TestCase("10.0.0.0/255.0.255.0")]
    [TestCase("host:ipnet")]
    [TestCase("/8")]
    public void IpPrefix_Wrong_IsRefused(string text) =>
        Assert.That(ArgumentTypes.IpPrefix(Load("top"))(text, out _, out _), Is.False);

    [Test]
    public void IpPrefix_AddressesCanBeForbidden()
    {
        Element top = Load("top");
        Assert.That(ArgumentTypes.IpPrefix(top, allowAddress: false)("1.2.3.4", out _, out _), Is.False);
        Assert.That(ArgumentTypes.IpPrefix(top, allowAddress: false)("net", out IpPrefix prefix, out _)
            && prefix.LengthBits == 20);
    }

    [Test]
    public void IpNetwork_KeepsTheHost()
    {
        Assert.That(ArgumentTypes.IpNetwork(Load("top"))("net:ipnet", out var network, out _));
        Assert.That((network.Address.ToString(), network.Mask), Is.EqualTo(("10.1.2.3", 0xfffff000u)));
    }

    [TestCase("host")]
    [TestCase("host:eth")]
    [TestCase("02-00-00-00-00-09")]
    public void MacAddress_Cases(string text)
    {
        Assert.That(ArgumentTypes.MacAddress(Load("o/i"))(text, out MacAddress value, out _));
        Assert.That(value.ToString(), Is.EqualTo("02:00:00:00:00:09"));
    }

    [TestCase("top", "web", 8080, 80)]
    [TestCase("top", "both", 99, 99)]
    [TestCase("top", "alias", 99, 99)]
    [TestCase("o/n/i", "web", 81, 81)]
    [TestCase("o/n/i", "outer", 5, 5)]
    [TestCase("top", "ssh", 22, 22)]
    [TestCase("top", "0x10", 16, 16)]
    public void Ports_Cases(string asker, string text, int tcp, int udp)
    {
        Element element = Load(asker);
        Assert.That(ArgumentTypes.TcpPort(element)(text, out ushort tcpPort, out _) && tcpPort == tcp);
        bool found = ArgumentTypes.UdpPort(element)(text, out ushort udpPort, out _);
        Assert.That(found ? udpPort : 80, Is.EqualTo(udp));
    }

    [Test]
    public void Ports_Wrong_AreRefused()
    {
        Element top = Load("top");
        Assert.That(ArgumentTypes.TcpPort(top)("game", out _, out _), Is.False);
        Assert.That(ArgumentTypes.UdpPort(top)("game", out ushort game, out _) && game == 1234);
        Assert.That(ArgumentTypes.TcpPort(top)("outer", out _, out _), Is.False);
        Assert.That(ArgumentTypes.TcpPort(top)("65536", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("overflow, range 0-65535"));
    }

    [Test]
    public void IpProtocol_Cases()
    {
        Element top = Load("top");
        Assert.That(ArgumentTypes.IpProtocol(top)("udp", out byte udp, out _) && udp == 17);
        Assert.That(ArgumentTypes.IpProtocol(top)("47", out byte gre, out _) && gre == 47);
        Assert.That(ArgumentTypes.IpProtocol(top)("tcpudp", out _, out _), Is.False);
        Assert.That(ArgumentTypes.IpProtocol(top)("256", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("out of range, bound 255"));
    }

    [Test]
    public void Element_IsSoughtInScope()
    {
        Element inner = Load("o/n/i");
        Assert.That(ArgumentTypes.Element(inner)("i", out Element own, out _) && own.Name == "o/n/i");
        Assert.That(ArgumentTypes.Element(inner)("top", out Element top, out _) && top.Name == "top");
        Assert.That(ArgumentTypes.Element(inner)("o", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("does not name an element"));
        Assert.That(ArgumentTypes.Element<IStopHandler>(inner, "Queue")("top", out _, out error), Is.False);
        Assert.That(error, Is.EqualTo("element type mismatch, expected Queue"));
    }

    [TestCase("i.name", false, null)]
    [TestCase("top.bar", false, "no 'top.bar' read handler")]
    [TestCase("top.name", true, "no 'top.name' write handler")]
    [TestCase("top.name 5", false, "read handler 'top.name' does not take parameters")]
    [TestCase("foo.bar", false, "no element named 'foo'")]
    [TestCase("top.", false, "syntax error")]
    [TestCase(".version", false, null)]
    [TestCase("version", false, null)]
    public void HandlerCall_Cases(string text, bool isWrite, string? expected)
    {
        Element asker = Load("o/n/i");
        bool read = ArgumentTypes.HandlerCall(asker, isWrite)(text, out HandlerCall call, out string? error);
        Assert.That(read ? call.Resolve() : error, Is.EqualTo(expected));
        if (expected is null)
        {
            string version = asker.Router.ReadHandler("version");
            Assert.That(call.Read(), Is.EqualTo(text == "i.name" ? "o/n/i" : version));
        }
    }

    [Test]
    public void Configure_Mistakes_AreSaidInClicksWords() => Assert.That(
        Bench.ErrorOf("AddressInfo(a 1.2.3, b); PortInfo(x y);"),
        Is.EqualTo("""
            config:1: While configuring 'AddressInfo@1 :: AddressInfo':
              '1.2.3' is not a recognizable address
              expected 'NAME [ADDRS]'
            config:1: While configuring 'PortInfo@2 :: PortInfo':
              expected 'NAME PORT/PROTO'
            Router could not be initialized!
            """));

    [Test]
    public void AlignmentInfo_Mistakes_AreToldAndDoNoHarm()
    {
        var console = new List<string>();
        RouterGraph.Load(
            "i :: Idle; AlignmentInfo(i 8 0, i x 0, none 3, i 4)",
            "config",
            Bench.Environment(lines: console)).Close();
        Assert.That(
            string.Join('\n', console),
            Is.EqualTo("""
                config:1: While configuring 'AlignmentInfo@2 :: AlignmentInfo':
                  expected CHUNK
                  conflicting AlignmentInfo for 'i'
                  expected 'ELEMENTNAME CHUNK OFFSET [CHUNK OFFSET...]'
                  conflicting AlignmentInfo for 'i'
                """));
    }

    private static Element Load(string asker) => new Bench(Graph).Router.Find<Element>(asker)!;
}
