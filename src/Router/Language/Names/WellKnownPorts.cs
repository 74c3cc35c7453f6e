namespace Xia.Router.Language.Names;

/// <summary>Ports that have a name without being told, under TCP and UDP alike.</summary>
internal static class WellKnownPorts
{
    private static readonly Dictionary<string, ushort> Numbers = new(StringComparer.Ordinal)
    {
        ["echo"] = 7,
        ["discard"] = 9,
        ["daytime"] = 13,
        ["chargen"] = 19,
        ["ftp-data"] = 20,
        ["ftp"] = 21,
        ["ssh"] = 22,
        ["telnet"] = 23,
        ["smtp"] = 25,
        ["time"] = 37,
        ["whois"] = 43,
        ["dns"] = 53,
        ["domain"] = 53,
        ["bootps"] = 67,
        ["bootpc"] = 68,
        ["tftp"] = 69,
        ["gopher"] = 70,
        ["finger"] = 79,
        ["http"] = 80,
        ["www"] = 80,
        ["kerberos"] = 88,
        ["pop3"] = 110,
        ["sunrpc"] = 111,
        ["auth"] = 113,
        ["nntp"] = 119,
        ["ntp"] = 123,
        ["netbios-ns"] = 137,
        ["netbios-dgm"] = 138,
        ["netbios-ssn"] = 139,
        ["imap"] = 143,
        ["imap2"] = 143,
        ["snmp"] = 161,
        ["snmp-trap"] = 162,
        ["bgp"] = 179,
        ["irc"] = 194,
        ["imap3"] = 220,
        ["ldap"] = 389,
        ["https"] = 443,
        ["syslog"] = 514,
        ["rip"] = 520,
        ["route"] = 520,
        ["ldaps"] = 636,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["pptp"] = 1723,
        ["nfs"] = 2049,
    };

    /// <summary>The number of a name.</summary>
    public static bool TryFind(string name, out ushort number) => Numbers.TryGetValue(name, out number);
}
