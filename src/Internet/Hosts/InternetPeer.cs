using Xia.Internet.Wire;

namespace Xia.Internet.Hosts;

/// <summary>A place in the Internet that datagrams and streams can be addressed to.</summary>
public readonly record struct InternetPeer(IpAddress Address, ushort Port)
{
    /// <summary>Address and port, as in <c>10.1.0.2:53</c>.</summary>
    public override string ToString() => $"{Address}:{Port}";
}
