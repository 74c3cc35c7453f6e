using System.Buffers.Binary;
using Xia.Emulator.Costs;
using Xia.Internet.Hosts;
using Xia.Internet.Wire;
using Xia.Laboratory.Building;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Router.Graph;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Arms;

/// <summary>The incumbent: IPv4 addresses out of the plan, ports by the order of services.</summary>
internal sealed class IpArchitecture(ArmContext arm) : IArchitecture
{
    /// <summary>
    /// Where hosts' migration agents listen: below the ports that clients choose at random, so that none of
    /// their connections is counted as a migration.
    /// </summary>
    public const ushort MigrationPort = 38_100;

    /// <summary>
    /// Where a machine's services listen, one port each. Neither IANA nor Wireshark gives these ports to a
    /// protocol, so a capture shows what they carry as data.
    /// </summary>
    private const ushort FirstServicePort = 38_101;

    private const int PortBytes = 2 * sizeof(ushort);

    private readonly Dictionary<string, InternetPeer> _names = Names(arm);

    /// <inheritdoc/>
    public IHostStack HostStack(PlannedNode node, VirtualProcessor processor) => new InternetStack(
        new InternetStackOptions
        {
            Address = new IpAddress(node.Ports[0].Address.Value),
            Random = arm.Randomness.Stream($"stack/ip/{node.Name}"),
            Names = _names,
            Services = new Dictionary<string, ushort> { [MigrationAgent.Service] = MigrationPort },
        });

    /// <inheritdoc/>
    public IHostStack GuestStack(ScenarioMachine machine, PlannedNode host, VirtualProcessor processor) =>
        new InternetStack(new InternetStackOptions
        {
            Address = new IpAddress(arm.Plan.Machine(machine.Name).Address.Value),
            Random = arm.Randomness.Stream($"stack/ip/{machine.Name}"),
            Names = _names,
            Services = machine.Services.Select((service, index) => (service.Name, Port: PortOf(index)))
                .ToDictionary(service => service.Name, service => service.Port),
        });

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> NodeVariables(PlannedNode node)
    {
        if (node.Role == NodeRole.Host)
        {
            PlannedPort port = node.Ports[0];
            return HostVariables(port.Address.ToString(), port.Mac, port.Subnet, node.Gateway);
        }

        Dictionary<string, string> variables = [];
        foreach (PlannedPort port in node.Ports)
        {
            variables[$"ip{port.Index}"] = port.Address.ToString();
            variables[$"mac{port.Index}"] = new MacAddress(port.Mac).ToString();
        }

        variables["routes"] = string.Join(", ", node.IpRoutes.Select(
            route => route.NextHop is { } gateway
                ? $"{route.Prefix} {gateway} {route.Port}"
                : $"{route.Prefix} {route.Port}"));
        return variables;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A guest is not told that it moved: its address, prefix and gateway are those of where it started.
    /// </remarks>
    public IReadOnlyDictionary<string, string> GuestVariables(ScenarioMachine machine, PlannedNode host)
    {
        PlannedMachine planned = arm.Plan.Machine(machine.Name);
        return HostVariables(planned.Address.ToString(), planned.Mac, planned.Subnet, planned.Gateway);
    }

    /// <inheritdoc/>
    public void Equip(RouterEnvironment environment, string owner, string? host)
    {
    }

    /// <inheritdoc/>
    public FrameClass Classify(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < EthernetHeader.LengthBytes)
        {
            return FrameClass.Other;
        }

        ushort type = EthernetHeader.ReadType(frame);
        if (type == EtherTypes.Arp)
        {
            return FrameClass.Signalling;
        }

        // A damaged frame may claim anything: only a sound header is believed.
        ReadOnlySpan<byte> packet = frame[EthernetHeader.LengthBytes..];
        if (type != EtherTypes.Ipv4 || Ipv4Header.Check(packet) != Ipv4Fault.None
            || Ipv4Header.ReadProtocol(packet) != IpProtocol.Tcp)
        {
            return FrameClass.Other;
        }

        ReadOnlySpan<byte> segment = packet[Ipv4Header.ReadHeaderLength(packet)..];
        if (segment.Length < PortBytes)
        {
            return FrameClass.Other;
        }

        (ushort source, ushort destination) = TcpHeader.ReadPorts(segment);
        return source == MigrationPort || destination == MigrationPort
            ? FrameClass.Migration
            : FrameClass.Other;
    }

    /// <inheritdoc/>
    public void Reseal(Span<byte> frame)
    {
        const int TcpChecksumOffset = 16;
        const int UdpChecksumOffset = 6;
        if (frame.Length < EthernetHeader.LengthBytes || EthernetHeader.ReadType(frame) != EtherTypes.Ipv4
            || Ipv4Header.Check(frame[EthernetHeader.LengthBytes..]) != Ipv4Fault.None)
        {
            return;
        }

        Span<byte> packet = frame[EthernetHeader.LengthBytes..];
        IpProtocol protocol = Ipv4Header.ReadProtocol(packet);
        Span<byte> segment = packet[Ipv4Header.ReadHeaderLength(packet)..Ipv4Header.ReadTotalLength(packet)];
        int offset = protocol == IpProtocol.Tcp ? TcpChecksumOffset : UdpChecksumOffset;
        if (protocol is not (IpProtocol.Tcp or IpProtocol.Udp) || segment.Length < offset + sizeof(ushort))
        {
            return;
        }

        segment.Slice(offset, sizeof(ushort)).Clear();
        ushort checksum = PseudoHeader.Checksum(
            Ipv4Header.ReadSource(packet), Ipv4Header.ReadDestination(packet), protocol, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[offset..], checksum);
    }

    /// <inheritdoc/>
    public IMobility Mobility(ArmNetwork network) => new NoMobility(arm, network);

    private static ushort PortOf(int service) => (ushort)(FirstServicePort + service);

    private static Dictionary<string, InternetPeer> Names(ArmContext arm)
    {
        Dictionary<string, InternetPeer> names = [];
        foreach (PlannedNode node in arm.Plan.Nodes.Where(node => node.Role == NodeRole.Host))
        {
            names[$"{node.Name}.{MigrationAgent.Service}"] =
                new InternetPeer(new IpAddress(node.Ports[0].Address.Value), MigrationPort);
        }

        foreach (ScenarioMachine machine in arm.Scenario.Machines)
        {
            for (int i = 0; i < machine.Services.Count; i++)
            {
                names[$"{machine.Name}.{machine.Services[i].Name}"] = new InternetPeer(
                    new IpAddress(arm.Plan.Machine(machine.Name).Address.Value), PortOf(i));
            }
        }

        return names;
    }

    private static Dictionary<string, string> HostVariables(
        string address, ulong mac, Ipv4Prefix subnet, PlannedGateway? gateway) => new()
        {
            ["ip"] = address,
            ["mac"] = new MacAddress(mac).ToString(),
            ["prefix"] = subnet.ToString(),
            ["gateway"] = gateway?.Address.ToString() ?? "0.0.0.0",
        };
}
