using Xia.Router.Graph;
using Xia.Router.Language.Names;

namespace Xia.Router.Language.Arguments;

/// <summary>Reads ports that are numbers or named by a PortInfo in the asker's scope.</summary>
internal static class PortText
{
    public const byte Tcp = 6;
    public const byte Udp = 17;

    /// <summary>Reads ports of one protocol.</summary>
    public static ArgumentParser<ushort> Parser(Element asker, byte protocol) =>
        (string text, out ushort value, out string? error) =>
        {
            error = null;
            if (asker.Router.Names.Ports(protocol).TryFind(asker, text, out value)
                || WellKnownPorts.TryFind(text, out value))
            {
                return true;
            }

            if (!NumberText.TryReadWhole(text, out Int128 number) || number < 0)
            {
                return false;
            }

            error = number > ushort.MaxValue ? "overflow, range 0-65535" : null;
            value = error is null ? (ushort)number : (ushort)0;
            return error is null;
        };
}
