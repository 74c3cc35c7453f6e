using Xia.Internet.Wire;
using Xia.Router.Elements.Ip.Routes;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Devices;

/// <summary>What the arguments of a Socket say.</summary>
internal sealed class SocketArguments
{
    private const int DefaultSnapLengthBytes = 2048;
    private const int LongestSnapLengthBytes = 1 << 16;
    private const int LongestPathBytes = 107;
    private const int LargestHeadroomBytes = 8192;

    private readonly IPRouteTable? _allowed;
    private readonly IPRouteTable? _denied;

    /// <summary>Reads them; what is wrong is told to <paramref name="arguments"/>.</summary>
    public SocketArguments(Element element, ArgumentReader arguments)
    {
        Type = arguments.Mandatory("TYPE", ArgumentTypes.Word, "UDP").ToUpperInvariant();
        IsVerbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        SnapLengthBytes = arguments.Keyword(
            "SNAPLEN", ArgumentTypes.Int32(1, LongestSnapLengthBytes), DefaultSnapLengthBytes);
        HeadroomBytes = arguments.Keyword(
            "HEADROOM", ArgumentTypes.Int32(0, LargestHeadroomBytes), PacketPool.DefaultHeadroomBytes);
        HasTimestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        int receiveBytes = arguments.Keyword("RCVBUF", ArgumentTypes.Int32(0), -1);
        int sendBytes = arguments.Keyword("SNDBUF", ArgumentTypes.Int32(0), -1);
        bool isPrompt = arguments.Keyword("NODELAY", ArgumentTypes.Bool, true);
        bool hasClient = arguments.HasKeyword("CLIENT");
        bool isClient = arguments.Keyword("CLIENT", ArgumentTypes.Bool, element.OutputCount == 0);
        _allowed = Table(element, arguments, "ALLOW");
        _denied = Table(element, arguments, "DENY");
        Options = new SocketOptions(
            sendBytes < 0 ? null : sendBytes, receiveBytes < 0 ? null : receiveBytes, isPrompt);
        arguments.Consume();
        SocketPlace? local = ReadPlaces(element, arguments);
        IsClient = hasClient ? isClient : isClient || local is not null;
        Local = !IsClient ? Place : local;
    }

    /// <summary>Whether a connection carries the packets, one after the other and without bounds.</summary>
    public bool IsStream => Type is "TCP" or "UNIX";

    /// <summary>TCP, UDP, UNIX or UNIX_DGRAM.</summary>
    public string Type { get; }

    /// <summary>Whether it sends to <see cref="Place"/>, or is there.</summary>
    public bool IsClient { get; }

    /// <summary>Where the other program is, or this one.</summary>
    public SocketPlace Place { get; private set; } = new(null);

    /// <summary>What it is bound to; null for anything.</summary>
    public SocketPlace? Local { get; }

    /// <summary>What is wished of it.</summary>
    public SocketOptions Options { get; }

    /// <summary>The longest packet that comes out.</summary>
    public int SnapLengthBytes { get; }

    /// <summary>Room before each packet.</summary>
    public int HeadroomBytes { get; }

    /// <summary>Whether packets are stamped.</summary>
    public bool HasTimestamp { get; }

    /// <summary>Whether it is said who comes and goes.</summary>
    public bool IsVerbose { get; }

    /// <summary>Whether each packet says where it goes.</summary>
    public bool FollowsAnnotation => Type == "UDP" && IsClient && Place.Address == IpAddress.Any;

    /// <summary>Whether the system's socket of another one is the right one for these.</summary>
    public bool FitsSocketOf(SocketArguments other) =>
        Type == other.Type && IsClient == other.IsClient && Place == other.Place && Local == other.Local;

    /// <summary>Whether a host may talk to a server.</summary>
    public bool Allows(IpAddress address) =>
        IsClient || _allowed?.HasRoute(address) == true || _denied?.HasRoute(address) != true;

    private static IPRouteTable? Table(Element element, ArgumentReader arguments, string name)
    {
        if (!arguments.HasKeyword(name))
        {
            return null;
        }

        Element found = arguments.Keyword<Element>(name, ArgumentTypes.Element(element), null!);
        if (found is not (null or IPRouteTable))
        {
            arguments.Error($"{found.Name} is not an IPRouteTable");
        }

        return found as IPRouteTable;
    }

    private SocketPlace? ReadPlaces(Element element, ArgumentReader arguments)
    {
        switch (Type)
        {
            case "TCP":
            case "UDP":
                ArgumentParser<ushort> ports =
                    Type == "TCP" ? ArgumentTypes.TcpPort(element) : ArgumentTypes.UdpPort(element);
                ArgumentParser<IpAddress> addresses = ArgumentTypes.IpAddress(element);
                Place = new SocketPlace(
                    null, arguments.Mandatory("ADDR", addresses), arguments.Mandatory("PORT", ports));
                bool hasLocal = arguments.Count > 0;
                var local = new SocketPlace(
                    null,
                    arguments.Positional("LOCAL_ADDR", addresses),
                    arguments.Positional("LOCAL_PORT", ports));
                return hasLocal ? local : null;
            case "UNIX":
            case "UNIX_DGRAM":
                Place = new SocketPlace(arguments.Mandatory("FILENAME", ArgumentTypes.FileName, ""));
                string path = arguments.Positional("LOCAL_FILENAME", ArgumentTypes.FileName, "");
                CheckLength(arguments, "remote", Place.Path!);
                CheckLength(arguments, "local", path);
                return path.Length > 0 ? new SocketPlace(path) : null;
            default:
                _ = arguments.Rest();
                arguments.Error($"unknown socket type `{Type}'");
                return null;
        }
    }

    private static void CheckLength(ArgumentReader arguments, string which, string path)
    {
        if (path.Length > LongestPathBytes)
        {
            arguments.Error($"{which} filename '{path}' too long");
        }
    }
}
