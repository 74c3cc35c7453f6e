using System.Buffers.Binary;
using Xia.Emulator.Costs;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Wire;
using Xia.Router.Elements.Xia;
using Xia.Router.Graph;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Arms;

/// <summary>XIA: identifiers out of the key ring, DAG addresses over the domain where a host is.</summary>
internal sealed class XiaArchitecture : IArchitecture
{
    private const ushort XipType = 0xc0de;
    private const ushort XarpType = 0x9990;

    private readonly ArmContext _arm;
    private readonly Dictionary<string, DagAddress> _names = [];
    private readonly HashSet<Xid> _migrationServices = [];
    private readonly Dictionary<(string Owner, string? Host), CredentialBook> _books = [];

    /// <summary>The architecture of an arm.</summary>
    public XiaArchitecture(ArmContext arm)
    {
        _arm = arm;
        arm.StreamPayloadBytes = OverlayStack.StreamPayloadBytes(NetworkBuilder.MtuBytes);
        foreach (PlannedNode node in arm.Plan.Nodes.Where(node => node.Role == NodeRole.Host))
        {
            _migrationServices.Add(arm.Keys.ServiceId(node.Name, MigrationAgent.Service));
            _names[$"{node.Name}.{MigrationAgent.Service}"] = DagAddress.Path(
                arm.Keys.DomainId(node.Domain),
                arm.Keys.NodeId(node.Name),
                arm.Keys.ServiceId(node.Name, MigrationAgent.Service));
        }

        foreach (ScenarioMachine machine in arm.Scenario.Machines)
        {
            foreach (ScenarioService service in machine.Services)
            {
                _names[$"{machine.Name}.{service.Name}"] = DagAddress.Path(
                    arm.Keys.DomainId(arm.Plan.Machine(machine.Name).Domain),
                    arm.Keys.MachineId(machine.Name),
                    arm.Keys.ServiceId(machine.Name, service.Name));
            }
        }
    }

    /// <inheritdoc/>
    public IHostStack HostStack(PlannedNode node, VirtualProcessor processor) => new OverlayStack(
        new OverlayStackOptions
        {
            Credential = Credential.OfIdentity(XidType.Hid, _arm.Keys.Node(node.Name)),
            Ad = _arm.Keys.DomainId(node.Domain),
            Random = _arm.Randomness.Stream($"stack/xia/{node.Name}"),
            Names = _names,
            Services = new Dictionary<string, Xid>
            {
                [MigrationAgent.Service] = _arm.Keys.ServiceId(node.Name, MigrationAgent.Service),
            },
            Processor = processor,
            Kick = _arm.Arm.Kick,
        });

    /// <inheritdoc/>
    /// <remarks>
    /// A copy at a destination has no right to speak before the move commits; until then its stack holds a
    /// delegation of epoch 0, which every peer refuses.
    /// </remarks>
    public IHostStack GuestStack(ScenarioMachine machine, PlannedNode host, VirtualProcessor processor)
    {
        KeyPair none = KeyPair.Generate(
            _arm.Randomness.Stream($"stack/xia/{machine.Name}/{host.Name}/shell"));
        Delegation shell = Delegation.Issue(
            _arm.Keys.Owner(machine.Name), _arm.Keys.NodeId(host.Name), none.PublicKey, 0, Instant.Zero);
        return new OverlayStack(new OverlayStackOptions
        {
            Credential = Credential.OfDelegation(shell, none),
            Ad = _arm.Keys.DomainId(host.Domain),
            Random = _arm.Randomness.Stream($"stack/xia/{machine.Name}/{host.Name}"),
            Names = _names,
            Services = machine.Services.ToDictionary(
                service => service.Name, service => _arm.Keys.ServiceId(machine.Name, service.Name)),
            Processor = processor,
            Kick = _arm.Arm.Kick,
        });
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> NodeVariables(PlannedNode node)
    {
        Dictionary<string, string> variables = new()
        {
            ["hid"] = _arm.Keys.NodeId(node.Name).ToString(),
            ["ad"] = _arm.Keys.DomainId(node.Domain).ToString(),
        };
        if (node.Role == NodeRole.Host)
        {
            variables["mac"] = new MacAddress(node.Ports[0].Mac).ToString();
            variables["gateway"] = GatewayOf(node);
        }
        else
        {
            foreach (PlannedPort port in node.Ports)
            {
                variables[$"mac{port.Index}"] = new MacAddress(port.Mac).ToString();
            }

            variables["routes"] = string.Join(", ", node.XiaRoutes.Where(IsConfigured).Select(RouteText));
        }

        return variables;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> GuestVariables(ScenarioMachine machine, PlannedNode host) =>
        new Dictionary<string, string>
        {
            ["hid"] = _arm.Keys.MachineId(machine.Name).ToString(),
            ["ad"] = _arm.Keys.DomainId(host.Domain).ToString(),
            ["gateway"] = GatewayOf(host),
            ["mac"] = new MacAddress(_arm.Plan.Machine(machine.Name).Mac).ToString(),
            ["announce"] = "false",
        };

    /// <inheritdoc/>
    public void Equip(RouterEnvironment environment, string owner, string? host)
    {
        CredentialBook book = BookOf(owner, host);
        if (host is null)
        {
            book.Put(Credential.OfIdentity(XidType.Hid, _arm.Keys.Node(owner)));
        }

        environment.Add<ICredentialSource>(XiaServices.Credentials, book);
    }

    /// <inheritdoc/>
    public FrameClass Classify(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < EthernetHeader.LengthBytes)
        {
            return FrameClass.Other;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        if (type == XarpType)
        {
            return FrameClass.Signalling;
        }

        if (type != XipType || XipHeader.TryParse(
            frame[EthernetHeader.LengthBytes..], out XipHeader header) != XipFault.None)
        {
            return FrameClass.Other;
        }

        byte kind = header.Payload.IsEmpty ? (byte)0 : header.Payload[0];
        if (kind is >= PayloadKind.Rebinding and <= PayloadKind.RebindingAcknowledgement)
        {
            return FrameClass.Signalling;
        }

        return kind == PayloadKind.Segment
            && (_migrationServices.Contains(header.DestinationIntent)
                || _migrationServices.Contains(header.SourceIntent))
            ? FrameClass.Migration
            : FrameClass.Other;
    }

    /// <inheritdoc/>
    public void Reseal(Span<byte> frame)
    {
        if (frame.Length >= EthernetHeader.LengthBytes
            && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == XipType
            && XipHeader.TryParse(frame[EthernetHeader.LengthBytes..], out XipHeader header) == XipFault.None)
        {
            int start = EthernetHeader.LengthBytes + header.LengthBytes;
            _ = PayloadSeal.TryRenew(frame.Slice(start, header.PayloadLengthBytes));
        }
    }

    /// <inheritdoc/>
    public IMobility Mobility(ArmNetwork network) => new RebindMobility(_arm, network, this);

    /// <summary>For whom a node, or a machine's copy on a host, may sign.</summary>
    public CredentialBook BookOf(string owner, string? host)
    {
        if (!_books.TryGetValue((owner, host), out CredentialBook? book))
        {
            book = new CredentialBook();
            _books.Add((owner, host), book);
        }

        return book;
    }

    private static bool IsConfigured(XiaRoute route) =>
        route.Port >= 0
            && route.Kind is XiaRoute.TargetKind.Domain or XiaRoute.TargetKind.Node
            && route.NextHop is not null;

    private string RouteText(XiaRoute route)
    {
        Xid target = route.Kind == XiaRoute.TargetKind.Domain
            ? _arm.Keys.DomainId(route.Name)
            : _arm.Keys.NodeId(route.Name);
        return $"{target} {route.Port + 1} {_arm.Keys.NodeId(route.NextHop!)}";
    }

    private string GatewayOf(PlannedNode host) =>
        _arm.Keys.NodeId(host.Gateway?.Node ?? host.Ports[0].Peer).ToString();
}
