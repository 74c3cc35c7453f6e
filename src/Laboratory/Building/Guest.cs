using Xia.Emulator.Costs;
using Xia.Emulator.Loop;
using Xia.Emulator.Nodes;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Machines;
using Xia.Router.Graph;
using Xia.Transport.Sockets;
using Xia.Workload.Guests;
using Xia.Workload.Services;

namespace Xia.Laboratory.Building;

/// <summary>
/// One host's copy of a virtual machine: what hangs on its memory and clock (graph, stack, programs).
/// </summary>
/// <remarks>
/// A copy at a destination is built empty from the scenario; everything that it knows afterwards came with
/// the pages and with the device state, which is the graph's, the stack's and the programs', in this order.
/// </remarks>
internal sealed class Guest : IDeviceStateSource
{
    private const int FormatVersion = 1;

    private readonly List<KeyValueService> _services = [];
    private readonly List<IGuestWorkload> _programs = [];
    private readonly CostTable _costs;
    private readonly Simulation _simulation;

    /// <summary>A copy on a host, without node and stack yet.</summary>
    public Guest(
        ScenarioMachine specification, HostNode host, ArmContext arm, Func<Guest, Machine> makeMachine)
    {
        _costs = arm.Costs;
        _simulation = arm.Simulation;
        Specification = specification;
        Host = host;
        Machine = makeMachine(this);
    }

    /// <summary>The machine in the scenario.</summary>
    public ScenarioMachine Specification { get; }

    /// <summary>The host on which this copy is.</summary>
    public HostNode Host { get; }

    /// <summary>Memory, clock and state.</summary>
    public Machine Machine { get; }

    /// <summary>The guest's node, which lives in the machine's time.</summary>
    public EmulatedNode Node { get; private set; } = null!;

    /// <summary>The guest's stack.</summary>
    public IHostStack Stack { get; private set; } = null!;

    /// <summary>The guest's graph.</summary>
    public RouterGraph Graph =>
        Node.Graph ?? throw new InvalidOperationException("The guest has no graph yet.");

    /// <summary>The services in the guest, in order of the scenario.</summary>
    public IReadOnlyList<KeyValueService> Services => _services;

    /// <summary>What writes the guest's memory beside its services.</summary>
    public IReadOnlyList<IGuestWorkload> Programs => _programs;

    /// <summary>Gives the copy its node and stack.</summary>
    public void Attach(EmulatedNode node, IHostStack stack)
    {
        Node = node;
        Stack = stack;
        node.AfterWork = PayForDirtyLogging;
    }

    /// <summary>Adds a service and opens it on the guest's stack.</summary>
    public void Add(KeyValueService service, string name)
    {
        _services.Add(service);
        service.Open(Stack, name);
    }

    /// <summary>Adds a program, which runs in guest time.</summary>
    public void Add(IGuestWorkload program)
    {
        _programs.Add(program);
        Node.Add(new ProgramTimer(program));
    }

    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(3 + _services.Count + _programs.Count);
        writer.Write(FormatVersion);
        Graph.ExportState(ref writer);
        Stack.Export(ref writer, Node.Local(now));
        foreach (KeyValueService service in _services)
        {
            service.Export(ref writer);
        }

        foreach (IGuestWorkload program in _programs)
        {
            program.Export(ref writer);
        }
    }

    /// <inheritdoc/>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        if (reader.ReadArrayHeader() != 3 + _services.Count + _programs.Count
            || reader.ReadInt32() != FormatVersion)
        {
            throw new MessagePackSerializationException(
                $"The device state is not that of {Specification.Name} in format {FormatVersion}.");
        }

        Graph.ImportState(ref reader);
        Stack.Import(ref reader, Node.Local(now));
        foreach (KeyValueService service in _services)
        {
            service.Import(ref reader);
        }

        foreach (IGuestWorkload program in _programs)
        {
            program.Import(ref reader);
        }
    }

    /// <inheritdoc/>
    public void OnFrozen(Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnResumed(Instant now)
    {
        foreach (KeyValueService service in _services)
        {
            service.OnResumed(Node.Local(now));
        }

        // The element saw nothing of the deadlines that came with the stack's state.
        Graph.WriteHandler("stack.wake", "");
        Node.Reschedule(now);
    }

    /// <inheritdoc/>
    public void OnDestroyed(Instant now)
    {
        Host.PortOf(Specification.Name).Unplug();
        Graph.Close();
    }

    /// <summary>
    /// The first writes to pages under dirty logging, by whichever program, hold the guest up.
    /// </summary>
    private void PayForDirtyLogging()
    {
        long faults = Machine.Memory.Dirty.TakeFaults();
        if (faults > 0)
        {
            long picoseconds = checked(faults * _costs.PicosecondsPerUnit(WorkKind.DirtyLogFault));
            Machine.Clock.Stall(new Duration(picoseconds / 1_000), _simulation.Now);
        }
    }

    private sealed class ProgramTimer(IGuestWorkload program) : ITimed
    {
        public Instant? NextTimeout => program.NextTimeout;

        public void OnTimeout(Instant now) => program.OnTimeout(now);
    }
}
