using Xia.Internet.Wire;

namespace Xia.Router.Language.Names;

/// <summary>The tables of names of one graph; information elements fill them, arguments ask them.</summary>
internal sealed class NameTables
{
    private readonly Dictionary<(Type Value, string Kind), object> _tables = [];

    /// <summary>Ethernet addresses.</summary>
    public ScopedNames<MacAddress> Macs => Of<MacAddress>("mac");

    /// <summary>IPv4 addresses.</summary>
    public ScopedNames<IpAddress> Addresses => Of<IpAddress>("ip");

    /// <summary>IPv4 prefixes, with the host's bits that were written.</summary>
    public ScopedNames<(IpAddress Address, uint Mask)> Prefixes => Of<(IpAddress, uint)>("prefix");

    /// <summary>Ports of one IP protocol.</summary>
    public ScopedNames<ushort> Ports(byte protocol) => Of<ushort>($"port {protocol}");

    /// <summary>
    /// The table of a kind; elements that have names of their own (patterns, tickets) make up a kind.
    /// </summary>
    public ScopedNames<T> Of<T>(string kind)
    {
        if (!_tables.TryGetValue((typeof(T), kind), out object? table))
        {
            _tables[(typeof(T), kind)] = table = new ScopedNames<T>();
        }

        return (ScopedNames<T>)table;
    }
}
