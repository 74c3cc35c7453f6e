using Xia.Transport.Sockets;

namespace Xia.Internet.Hosts;

/// <summary>A port at which connections are taken.</summary>
internal sealed record TcpListener(string Service, IStreamAcceptor Acceptor);
