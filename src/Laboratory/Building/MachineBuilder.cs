using Xia.Emulator.Costs;
using Xia.Emulator.Nodes;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;
using Xia.Migration.Machines;
using Xia.Overlay.Delegations;
using Xia.Overlay.Keys;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Building;

/// <summary>Makes copies of machines: the first one, filled, and shells at destinations, empty.</summary>
internal sealed class MachineBuilder(
    ArmContext arm, ArmNetwork network, NetworkBuilder builder, IArchitecture architecture)
{
    private const string Card = "eth0";

    /// <summary>How long a delegation by the owner holds.</summary>
    public static readonly Duration DelegationValidity = Duration.FromSeconds(3600);

    private readonly GuestPrograms _programs = new(arm);

    /// <summary>
    /// Makes a machine where it starts, fills its memory and gives its host the first delegation.
    /// </summary>
    public Guest MakeFirst(ScenarioMachine specification)
    {
        HostNode host = network.Node(specification.Host);
        Guest guest = Make(specification, host, isPresent: true);
        _programs.Fill(guest);
        KeyPair session = KeyPair.Generate(arm.Randomness.Stream($"session/{specification.Name}/first"));
        Delegation delegation = Delegation.Issue(
            arm.Keys.Owner(specification.Name),
            arm.Keys.NodeId(host.Name),
            session.PublicKey,
            1,
            arm.Simulation.Now + DelegationValidity);
        network.SetTenure(
            specification.Name, new Tenure(1, session, Credential.OfDelegation(delegation, session)));
        return guest;
    }

    /// <summary>
    /// Makes a machine without memory content and programs, to see that its graph is right.
    /// </summary>
    public Guest MakeBare(ScenarioMachine specification) =>
        MakeWithoutPrograms(specification, network.Node(specification.Host), isPresent: false);

    /// <summary>Makes an empty copy at a destination, if the host knows the machine and has room.</summary>
    public Guest? TryMakeShell(
        HostNode host, in Reservation reservation, Instant now, out MoveFailure failure)
    {
        string name = reservation.MachineName;
        ScenarioMachine? specification = arm.Scenario.Machines.FirstOrDefault(
            machine => machine.Name == name);
        if (specification is null || arm.Keys.MachineId(name) != reservation.Machine
            || PageCountOf(specification) != reservation.PageCount)
        {
            failure = MoveFailure.Policy;
            return null;
        }

        if (host.PortOf(name).IsOccupied)
        {
            failure = MoveFailure.AlreadyHere;
            return null;
        }

        failure = MoveFailure.None;
        return Make(specification, host, isPresent: false);
    }

    /// <summary>A reservation came to nothing; the machine destroyed itself.</summary>
    public void Forget(IMachine machine) => arm.Recorder.Note(
        arm.Simulation.Now, "move.returned", machine.Name, null, network.CopyOf(machine).Host.Name);

    /// <summary>The size of a machine's memory, the regions of its services included.</summary>
    public static int PageCountOf(ScenarioMachine machine) => (int)(
        (machine.MemoryBytes + machine.Services.Sum(service => GuestPrograms.RegionBytesOf(service)))
        / IGuestMemory.PageSizeBytes);

    private Guest Make(ScenarioMachine specification, HostNode host, bool isPresent)
    {
        Guest guest = MakeWithoutPrograms(specification, host, isPresent);
        _programs.Install(guest);
        return guest;
    }

    private Guest MakeWithoutPrograms(ScenarioMachine specification, HostNode host, bool isPresent)
    {
        IMachineMemory memory = arm.Trial.MakeMemory(PageCountOf(specification), isPresent);
        Guest guest = new(
            specification,
            host,
            arm,
            devices =>
                new Machine(specification.Name, arm.Keys.MachineId(specification.Name), memory, devices));
        VirtualProcessor processor = new(specification.VirtualCpus, arm.Costs);
        EmulatedNode node = new(
            specification.Name, arm.Simulation, processor, guest.Machine.Clock, NetworkBuilder.FiringCost);
        IHostStack stack = architecture.GuestStack(specification, host.Plan, processor);
        guest.Attach(node, stack);
        network.Add(guest);
        ulong card = arm.Plan.Machine(specification.Name).Mac;
        host.PortOf(specification.Name).Plug(node, Card, new MacAddress(card));
        builder.LoadGraph(
            node,
            specification.Graph,
            architecture.GuestVariables(specification, host.Plan),
            stack,
            specification.Name,
            host.Name);
        return guest;
    }
}
