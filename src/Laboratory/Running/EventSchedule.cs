using Xia.Emulator.Links;
using Xia.Emulator.Loop;
using Xia.Kernel.Links;
using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;

namespace Xia.Laboratory.Running;

/// <summary>Makes the scenario's events happen: at their instants, or when a move reaches a moment.</summary>
internal sealed class EventSchedule : IEventTarget
{
    private readonly ArmContext _arm;
    private readonly ArmNetwork _network;
    private readonly MoveHub _hub;
    private readonly IReadOnlyDictionary<string, MigrationAgent> _agents;
    private readonly IArchitecture _architecture;
    private readonly List<ScenarioEvent> _events;
    private readonly int _target;
    private readonly int _node;

    /// <summary>Schedules the events of an arm.</summary>
    public EventSchedule(
        ArmContext arm, ArmNetwork network, MoveHub hub, IReadOnlyDictionary<string, MigrationAgent> agents,
        IArchitecture architecture)
    {
        _arm = arm;
        _network = network;
        _hub = hub;
        _agents = agents;
        _architecture = architecture;
        _events = [.. arm.Scenario.Events.Where(item => item.Arm is null || item.Arm == arm.Arm.Name)];
        _target = arm.Simulation.AddTarget(this);
        _node = arm.Simulation.AddNode();
        for (int i = 0; i < _events.Count; i++)
        {
            if (_events[i].When is ScenarioTrigger.At at)
            {
                arm.Simulation.Schedule(at.Time, EventKind.Experiment, _node, _target, i);
            }
        }

        hub.Reached += OnReached;
    }

    /// <summary>What could not be done, in words for the result.</summary>
    public List<string> Failures { get; } = [];

    /// <inheritdoc/>
    public void OnEvent(long argument, Instant now)
    {
        switch (_events[(int)argument])
        {
            case ScenarioEvent.Migrate migrate:
                Begin(migrate, now);
                break;
            case ScenarioEvent.WriteHandler write:
                Write(write, now);
                break;
            case ScenarioEvent.ChangeLink change:
                Change(change, now);
                break;
            case ScenarioEvent.CorruptFrame corrupt:
                _network.Link(corrupt.Link).Fault = new FlipByte(corrupt, _architecture);
                break;
            default:
                throw new InvalidOperationException($"An unknown event: {_events[(int)argument]}.");
        }
    }

    private void OnReached(string machine, MoveMoment moment, Instant now)
    {
        for (int i = 0; i < _events.Count; i++)
        {
            if (_events[i].When is ScenarioTrigger.On on && on.Machine == machine && on.Moment == moment)
            {
                _arm.Simulation.Schedule(now + on.Delay, EventKind.Experiment, _node, _target, i);
            }
        }
    }

    private void Begin(ScenarioEvent.Migrate migrate, Instant now)
    {
        _arm.Recorder.Note(now, "move.requested", migrate.Machine, null, migrate.To);
        if (_network.RunningCopy(migrate.Machine) is not { } source)
        {
            Failures.Add($"{migrate.Machine} was to move to {migrate.To} at {now}, but it does not run.");
            return;
        }

        if (source.Host.Name == migrate.To)
        {
            Failures.Add($"{migrate.Machine} was to move to {migrate.To} at {now}, but it is there.");
            return;
        }

        if (_hub.Records.Any(move => move.Source == source && move.Engine is { IsFinished: false }))
        {
            Failures.Add(
                $"{migrate.Machine} was to move to {migrate.To} at {now}, but it is being moved.");
            return;
        }

        MoveRecord record = new(migrate, source.Host.Name, source, now);
        _hub.Add(record);
        OwnerAuthority owner = new(_arm.Keys.Owner(migrate.Machine), MachineBuilder.DelegationValidity);
        _agents[source.Host.Name].Begin(
            record, _network.TenureOf(migrate.Machine), _arm.Keys.NodeId(migrate.To), owner, now);
    }

    private void Write(ScenarioEvent.WriteHandler write, Instant now)
    {
        RouterGraph? graph = _network.Nodes.FirstOrDefault(node => node.Name == write.Node)?.Graph
            ?? _network.RunningCopy(write.Node)?.Graph;
        if (graph is null)
        {
            Failures.Add($"{write.Node}.{write.Handler} could not be written at {now}: it does not run.");
            return;
        }

        try
        {
            graph.WriteHandler(write.Handler, write.Value);
            _arm.Recorder.Note(now, "handler.written", $"{write.Node}.{write.Handler}", null, write.Value);
        }
        catch (HandlerException refused)
        {
            Failures.Add($"{write.Node}.{write.Handler} could not be written at {now}: {refused.Message}");
        }
    }

    private void Change(ScenarioEvent.ChangeLink change, Instant now)
    {
        EmulatedLink link = _network.Link(change.Link);
        LinkOptions options = link.First.Model.Options;
        link.SetOptions(
            options with
            {
                LossPartsPerBillion = change.LossPartsPerBillion ?? options.LossPartsPerBillion,
                Delay = change.Delay ?? options.Delay,
                RateBitsPerSecond = change.RateBitsPerSecond ?? options.RateBitsPerSecond,
            },
            now);
        if (change.IsUp is { } isUp)
        {
            link.SetUp(isUp, now);
        }

        _arm.Recorder.Note(now, "link.changed", change.Link);
    }
}
