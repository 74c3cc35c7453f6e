using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Elements.Rewriting.Patterns;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// What the rewriters have in common: known flows, the rules for unknown ones, and handlers.
/// </summary>
/// <remarks>
/// A packet of a known flow, in either direction, is rewritten as its flow says and leaves where its flow
/// says, whatever input it came in at. A packet of an unknown flow is treated by the rule of its input, which
/// may make the flow known. Times count in whole milliseconds.
/// </remarks>
public abstract class FlowRewriter : Element, IFlowOwner
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int DefaultReapIntervalSeconds = 15 * 60;

    private readonly FlowCapacity _capacity = new();
    private FlowSet _set = null!;
    private FlowTable _table = null!;
    private RewriterInput[] _inputs = [];
    private AllocationRandomness _randomness = null!;
    private RouterTimer _reapTimer = null!;
    private Duration _reapInterval;
    private bool _setsDestination;
    private int _replyAnnotation = -1;

    private protected FlowRewriter()
    {
    }

    /// <inheritdoc/>
    public override string PortCounts => "1-/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override bool HasState => true;

    internal FlowTable Table => _table;

    internal FlowSet Set => _set;

    internal FlowCapacity Capacity => _capacity;

    internal IReadOnlyList<RewriterInput> Inputs => _inputs;

    internal long NowMilliseconds => Now.Nanoseconds / NanosecondsPerMillisecond;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ReadTimeouts(arguments);
        _setsDestination = arguments.Keyword("DST_ANNO", ArgumentTypes.Bool, true);
        _replyAnnotation = arguments.Keyword("REPLY_ANNO", ArgumentTypes.Annotation(1), -1);
        Duration reapTime = arguments.Keyword(
            "REAP_TIME", ArgumentTypes.Duration, Duration.FromSeconds(DefaultReapIntervalSeconds));
        _reapInterval = arguments.Keyword("REAP_INTERVAL", ArgumentTypes.Duration, reapTime);
        string? capacity = arguments.Keyword<string?>("CAPACITY", ArgumentTypes.Raw!, null);
        capacity = arguments.Keyword("MAPPING_CAPACITY", ArgumentTypes.Raw!, capacity);
        if (arguments.Errors.Count == 0 && capacity is not null && !_capacity.TryRead(capacity, this))
        {
            arguments.Error("bad MAPPING_CAPACITY");
        }

        _table = new FlowTable(Environment.Randomness.Stream($"{Name}/table").NextUInt64());
        _randomness = new AllocationRandomness(Router, Environment.Randomness.Stream(Name));
        IReadOnlyList<string> rules = arguments.Rest();
        if (arguments.Errors.Count == 0)
        {
            _inputs = RewriterInput.ReadAll(rules, this, arguments);
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_capacity.FindSet(Router.Elements.Count) is not { } set)
        {
            return "bad MAPPING_CAPACITY";
        }

        _set = set;
        _reapTimer = new RouterTimer(this, OnReap);
        return RewriterInput.TellMappers(_inputs, OutputCount);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_set is not null)
        {
            Clear();
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        bool hasKey = TryReadKey(packet.NetworkHeader, out FlowKey key);
        if (hasKey && TryFind(key, out FlowEntry entry))
        {
            Rewrite(packet, entry);
            PushOrKill(entry.Output, packet);
        }
        else
        {
            PushOrKill(TreatUnknown(port, packet, hasKey, key), packet);
        }
    }

    /// <summary>Packets of known flows that leave at the same output leave together.</summary>
    public override void PushBatch(int port, PacketBatch batch)
    {
        PacketBatch run = default;
        int runOutput = -1;
        while (batch.Take() is { } packet)
        {
            bool hasKey = TryReadKey(packet.NetworkHeader, out FlowKey key);
            if (hasKey && TryFind(key, out FlowEntry entry))
            {
                Rewrite(packet, entry);
                int output = entry.Output;
                if (output != runOutput)
                {
                    SendRun(ref run, runOutput);
                    runOutput = output;
                }

                run.Append(packet);
            }
            else
            {
                // What becomes of the packets before this one may make its flow known.
                SendRun(ref run, runOutput);
                Push(port, packet);
            }
        }

        SendRun(ref run, runOutput);
    }

    /// <inheritdoc/>
    public override void ExportState(ref MessagePackWriter writer) => RewriterState.Export(this, ref writer);

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader) => RewriterState.Import(this, ref reader);

    /// <summary>Adds the handlers that all rewriters have.</summary>
    private protected void AddCommonHandlers(HandlerTable handlers)
    {
        RewriterHandlers.AddTo(handlers, this);
        for (int input = 0; input < _inputs.Length; input++)
        {
            int number = input;
            handlers.Read($"pattern{number}", () => $"{_inputs[number]}\n");
            handlers.Write($"pattern{number}", text => SetRule(number, text));
        }
    }

    /// <summary>Reads a duration that may have several names, the last of which wins.</summary>
    private protected static long Milliseconds(ArgumentReader arguments, long seconds, params string[] names)
    {
        Duration value = Duration.FromSeconds(seconds);
        foreach (string name in names)
        {
            value = arguments.Keyword(name, ArgumentTypes.Duration, value);
        }

        return value.Nanoseconds / NanosecondsPerMillisecond;
    }

    /// <summary>Whether packets of a key may begin a flow.</summary>
    private protected virtual bool MayStart(in FlowKey key) => true;

    /// <summary>The key of the flow that a packet of a key begins.</summary>
    private protected virtual FlowKey StartKey(in FlowKey key) => key;

    /// <summary>Finds the direction of a flow that packets of a key belong to.</summary>
    private protected virtual bool TryFind(in FlowKey key, out FlowEntry entry) =>
        _table.TryFind(key, out entry);

    /// <summary>
    /// A key of this rewriter for packets whose protocol, addresses and ports are those of a key.
    /// </summary>
    /// <returns>Whether it has to do with such packets.</returns>
    private protected abstract bool TryAdapt(in FlowKey packet, out FlowKey key);

    /// <summary>The addresses and ports of a packet after it was rewritten.</summary>
    private protected abstract FlowKey Apply(in FlowKey packet, in FlowEntry entry);

    /// <summary>Reads the keywords for how long flows are kept.</summary>
    private protected abstract void ReadTimeouts(ArgumentReader arguments);

    /// <summary>How long a flow is kept that has shown what it has.</summary>
    private protected abstract FlowTimeouts TimeoutsOf(Flow flow);

    /// <summary>Reads the key of a packet from its network header on.</summary>
    /// <returns>Whether it is a packet that can be rewritten.</returns>
    private protected abstract bool TryReadKey(ReadOnlySpan<byte> packet, out FlowKey key);

    /// <summary>
    /// Rewrites a packet that has a key, from its network header on, and notes what the flow shows.
    /// </summary>
    private protected abstract void Rewrite(Span<byte> packet, in FlowEntry entry);

    /// <summary>A key as the tables print it.</summary>
    internal abstract string Describe(in FlowKey key);

    /// <summary>What the tables print behind a direction.</summary>
    internal virtual string DescribeMore(in FlowEntry entry) => "";

    /// <summary>Rewrites addresses and ports as those of a packet; false when its flow is unknown.</summary>
    internal bool TryTranslate(in FlowKey packet, out FlowKey translated, out FlowEntry entry)
    {
        translated = packet;
        entry = default;
        if (!TryAdapt(packet, out FlowKey key) || !TryFind(key, out entry))
        {
            return false;
        }

        translated = Apply(packet, entry);
        return true;
    }

    /// <summary>
    /// As <see cref="TryTranslate"/>; an unknown flow begins as if a packet had come at an input.
    /// </summary>
    internal bool TryTranslateOrStart(in FlowKey packet, int input, out FlowKey translated)
    {
        translated = packet;
        if (!TryAdapt(packet, out FlowKey key)
            || (!TryFind(key, out FlowEntry entry)
                && (!MayStart(key) || !TryStart(input, StartKey(key), null, out entry))))
        {
            return false;
        }

        translated = Apply(packet, entry);
        return true;
    }

    void IFlowOwner.Forget(Flow flow) => Forget(flow);

    /// <summary>Removes a flow of this rewriter.</summary>
    internal void Forget(Flow flow)
    {
        _table.Remove(flow);
        _inputs[flow.Input].FlowCount--;
        _set.Remove(flow);
    }

    /// <summary>Removes all flows of this rewriter.</summary>
    internal void Clear()
    {
        foreach (Flow flow in _table.ToArray())
        {
            Forget(flow);
        }
    }

    /// <summary>
    /// Makes a flow known whose fields are set and for which there is room; a flow whose answers look the
    /// same goes.
    /// </summary>
    internal void Remember(Flow flow)
    {
        if (_table.TryFind(flow.Rewritten.Reversed, out FlowEntry other))
        {
            Forget(other.Flow);
        }

        flow.Owner = this;
        flow.FindChanges();
        _table.Add(flow);
        _set.Add(flow);
        _inputs[flow.Input].FlowCount++;
        if (!_reapTimer.IsScheduled && _reapInterval > Duration.Zero)
        {
            _reapTimer.ScheduleAfter(_reapInterval);
        }
    }

    private void Rewrite(Packet packet, in FlowEntry entry)
    {
        Rewrite(packet.WritableNetworkHeader(), entry);
        Flow flow = entry.Flow;
        FlowSet.Touch(flow, NowMilliseconds, TimeoutsOf(flow));
        if (_setsDestination && entry.Target.Destination is not 0 and uint destination)
        {
            packet.Annotations.DestinationIp = destination;
        }

        if (_replyAnnotation >= 0 && entry.IsReply)
        {
            packet.Annotations.Area[_replyAnnotation] = flow.ReplyAnnotation;
        }
    }

    private int TreatUnknown(int port, Packet packet, bool hasKey, in FlowKey key)
    {
        switch (_inputs[port].Rule)
        {
            case InputRule.Drop:
                return -1;
            case InputRule.Pass pass:
                return pass.Output;
            default:
                if (!hasKey || !MayStart(key) || !TryStart(port, StartKey(key), packet, out FlowEntry entry))
                {
                    return -1;
                }

                Rewrite(packet, entry);
                return entry.Output;
        }
    }

    private bool TryStart(int input, in FlowKey key, Packet? packet, out FlowEntry entry)
    {
        entry = default;
        if (!_inputs[input].Rule.TryMap(key, _table, _randomness, out FlowMapping mapping))
        {
            _inputs[input].FailureCount++;
            return false;
        }

        Flow flow = _set.Rent();
        flow.Begin(input, key, mapping);
        if (packet is not null && _replyAnnotation >= 0)
        {
            flow.ReplyAnnotation = packet.Annotations.Area[_replyAnnotation];
        }

        FlowSet.Touch(flow, NowMilliseconds, TimeoutsOf(flow));
        if (!_set.TryMakeRoom(flow, NowMilliseconds))
        {
            _inputs[input].FailureCount++;
            _set.Return(flow);
            return false;
        }

        Remember(flow);
        entry = new FlowEntry(flow, IsReply: false);
        return true;
    }

    private void SendRun(ref PacketBatch run, int output)
    {
        if (!run.IsEmpty)
        {
            PacketBatch packets = run;
            run = default;
            Output(output).PushBatch(packets);
        }
    }

    private string? SetRule(int input, string text)
    {
        InputRule? rule = InputRuleReader.Read(text, this, out string? error);
        error ??= (rule as InputRule.Mapper)?.Element.Accept(OutputCount);
        if (rule is null || error is not null)
        {
            return $"input spec {input}: {error}";
        }

        foreach (Flow flow in _table.ToArray().Where(flow => flow.Input == input))
        {
            Forget(flow);
        }

        _inputs[input].Rule = rule;
        return null;
    }

    private void OnReap(Instant now)
    {
        _set.Reap(now.Nanoseconds / NanosecondsPerMillisecond);
        if (_table.FlowCount > 0)
        {
            _reapTimer.ScheduleAfter(_reapInterval);
        }
    }
}
