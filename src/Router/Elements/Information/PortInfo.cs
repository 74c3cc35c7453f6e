using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Language.Arguments;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Information;

/// <summary>Gives names to TCP and UDP ports.</summary>
/// <syntax>PortInfo(NAME PORT[/PROTOCOL] [NAME…], …)</syntax>
/// <remarks>
/// Names hold in the compound element in which the PortInfo stands and in all inside it. Without a protocol,
/// they are both TCP's and UDP's; other protocols are named or numbered. From <c>#</c> on an argument is a
/// comment, so that lines of a services file can stand as they are.
/// </remarks>
/// <example>PortInfo(ssh 22, http 80/tcp www)</example>
public sealed class PortInfo : Element
{
    /// <inheritdoc/>
    public override string ClassName => "PortInfo";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 0;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (string argument in arguments.Rest())
        {
            List<string> words =
                [.. ArgumentText.Words(argument).TakeWhile(word => !word.StartsWith('#'))];
            if (words.Count > 0 && !TryDefine(words))
            {
                arguments.Error("expected 'NAME PORT/PROTO'");
            }
        }
    }

    private bool TryDefine(List<string> words)
    {
        string written = words.Count > 1 ? words[1] : "";
        int slash = written.IndexOf('/', StringComparison.Ordinal);
        string number = slash < 0 ? written : written[..slash];
        int protocol = ProtocolNames.TcpOrUdp;
        if (!NumberText.TryReadWhole(number, out Int128 port) || port < 0 || port > ushort.MaxValue
            || (slash >= 0 && !TryReadProtocol(written[(slash + 1)..], out protocol)))
        {
            return false;
        }

        foreach (string name in words.Where((_, index) => index != 1))
        {
            foreach (byte one in protocol == ProtocolNames.TcpOrUdp
                ? new[] { PortText.Tcp, PortText.Udp }
                : [(byte)protocol])
            {
                Router.Names.Ports(one).Define(this, name, (ushort)port);
            }
        }

        return true;
    }

    private static bool TryReadProtocol(string text, out int protocol)
    {
        if (ProtocolNames.TryFind(text, out protocol))
        {
            return true;
        }

        bool read = NumberText.TryReadWhole(text, out Int128 number)
            && number >= 0 && number <= byte.MaxValue;
        protocol = read ? (int)number : 0;
        return read;
    }
}
