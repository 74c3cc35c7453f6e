using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Language.Arguments;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Information;

/// <summary>Gives names to IPv4 addresses, IPv4 prefixes and Ethernet addresses.</summary>
/// <syntax>AddressInfo(NAME ADDRESS [ADDRESS…], …)</syntax>
/// <remarks>
/// Names hold in the compound element in which the AddressInfo stands and in all inside it. The argument that
/// names an address decides which one is meant; a suffix says it: NAME:ip, NAME:ipnet, NAME:eth. NAME:bcast
/// is the broadcast address of the prefix, NAME:gw its first host. A prefix with host bits, 10.0.0.1/24,
/// names the address 10.0.0.1 too. IPv6 addresses are accepted and mean nothing here.
/// </remarks>
/// <example>AddressInfo(me 10.0.0.1/24 02:00:00:00:00:01); … -> ARPResponder(me);</example>
public sealed class AddressInfo : Element
{
    /// <inheritdoc/>
    public override string ClassName => "AddressInfo";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 0;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (string argument in arguments.Rest())
        {
            List<string> words = ArgumentText.Words(argument);
            if (words.Count == 1)
            {
                arguments.Error("expected 'NAME [ADDRS]'");
            }

            foreach (string address in words.Skip(1))
            {
                if (!TryDefine(words[0], address))
                {
                    arguments.Error($"'{address}' is not a recognizable address");
                }
            }
        }
    }

    private bool TryDefine(string name, string text)
    {
        NameTables names = Router.Names;
        bool known = false;
        if (AddressText.TryReadMac(text, this, out MacAddress mac))
        {
            names.Macs.Define(this, name, mac);
            known = true;
        }

        if (AddressText.TryReadIp(text, this, out IpAddress host))
        {
            names.Addresses.Define(this, name, host);
            known = true;
        }
        else if (AddressText.TryReadPrefix(
            text, this, allowAddress: false, out IpAddress address, out uint mask))
        {
            names.Prefixes.Define(this, name, (address, mask));
            if ((address.Value & ~mask) != 0)
            {
                names.Addresses.Define(this, name, address);
            }

            known = true;
        }

        return known || IsIpv6(text);
    }

    private static bool IsIpv6(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? text : text[..slash];
        return address.Contains(':', StringComparison.Ordinal)
            && System.Net.IPAddress.TryParse(address, out _);
    }
}
