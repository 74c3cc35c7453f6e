using System.Runtime.CompilerServices;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>A node of the graph: takes packets at its inputs, gives them out at its outputs.</summary>
/// <remarks>
/// Life: constructor → <see cref="Configure"/> (arguments; all elements, all errors collected) →
/// <see cref="AddHandlers"/> → <see cref="Initialize"/> (devices, timers, tasks; stops at the first error) →
/// packets, tasks, timers, handlers → <see cref="Cleanup"/> (kill what is still held). All on the router's
/// one thread. Whoever overrides neither <see cref="PushBatch"/> nor <see cref="PullBatch"/> gets batches
/// packet by packet.
/// </remarks>
public abstract class Element
{
    // What every packet needs stands first and close together; a large network does not fit into the nearest
    // cache.
    private OutputPort _firstOutput;
    private OutputPort[] _outputs = [];
    private InputPort[] _inputs = [];
    private Declaration _declaration = Declaration.None;

    /// <summary>Its name in the flattened configuration.</summary>
    public string Name => _declaration.Name;

    /// <summary>The name of its class in the language.</summary>
    public abstract string ClassName { get; }

    /// <summary>How many inputs and outputs it may have, such as <c>1/1-2</c>.</summary>
    public abstract string PortCounts { get; }

    /// <summary>
    /// Push (<c>h</c>), pull (<c>l</c>) or agnostic (<c>a</c>) per port; the last letter repeats.
    /// </summary>
    public virtual string Processing => "a/a";

    /// <summary>Which inputs reach which outputs; see docs/router.md.</summary>
    public virtual string FlowCode => "x/x";

    /// <summary>
    /// Whether packets may come from it although none of its other ports leads to the port at hand; a
    /// scheduler without inputs, for instance, says no.
    /// </summary>
    public virtual bool MayGeneratePackets => true;

    /// <summary>
    /// Whether what it does with a packet must be seen in time order with what other elements do, because it
    /// prints, or reads or writes what others hold. Then no batch begins whose packets pass it. Asked after
    /// <see cref="Configure"/>.
    /// </summary>
    public virtual bool IsOneByOne => false;

    /// <summary>
    /// When it is configured, lower first; elements that others ask at configuration come early.
    /// </summary>
    public virtual int ConfigurePhase => 100;

    /// <summary>The arguments as written, after substitution.</summary>
    public string Configuration => _declaration.Configuration;

    /// <summary>Where it was declared.</summary>
    public Landmark Landmark => _declaration.Landmark;

    /// <summary>The graph that it belongs to.</summary>
    public RouterGraph Router { get; private set; } = null!;

    /// <summary>How many inputs are in use.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>How many outputs are in use.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>What the driver gave to the graph.</summary>
    protected RouterEnvironment Environment => Router.Environment;

    /// <summary>Where packets come from.</summary>
    protected PacketPool Pool => Router.Pool;

    /// <summary>The time; the same for all packets of one activation.</summary>
    protected Instant Now => Router.Now;

    /// <summary>Reads the arguments; errors go to <paramref name="arguments"/>.</summary>
    public virtual void Configure(ArgumentReader arguments)
    {
    }

    /// <summary>Adds the element's own handlers.</summary>
    public virtual void AddHandlers(HandlerTable handlers)
    {
    }

    /// <summary>Opens what it needs; the whole graph is configured and connected.</summary>
    /// <returns>An error text, or null.</returns>
    public virtual string? Initialize() => null;

    /// <summary>
    /// Whether <see cref="Reconfigure"/> works while the graph runs; then <c>config</c> can be written.
    /// </summary>
    public virtual bool CanReconfigure => false;

    /// <summary>
    /// Reads new arguments while the graph runs; an error leaves the element as it was.
    /// </summary>
    public virtual void Reconfigure(ArgumentReader arguments) => Configure(arguments);

    /// <summary>
    /// Takes over from the element of the same name of the graph that this one replaces; called after
    /// <see cref="Initialize"/>, while nothing runs. What another class keeps is not taken.
    /// </summary>
    public virtual void TakeState(Element old)
    {
        ArgumentNullException.ThrowIfNull(old);
        if (HasState && old.GetType() == GetType())
        {
            RouterState.Copy(old, this);
        }
    }

    /// <summary>Kills the packets that it holds and lets go of devices and stacks.</summary>
    public virtual void Cleanup()
    {
    }

    /// <summary>Takes a packet, and its ownership, at a push input.</summary>
    public virtual void Push(int port, Packet packet) =>
        throw new NotSupportedException($"Input {port} of '{Name} :: {ClassName}' takes no pushed packets.");

    /// <summary>Gives a packet out at a pull output; null when there is none.</summary>
    public virtual Packet? Pull(int port) =>
        throw new NotSupportedException($"Output {port} of '{Name} :: {ClassName}' gives no pulled packets.");

    /// <summary>Takes packets together; as good as one <see cref="Push"/> each.</summary>
    public virtual void PushBatch(int port, PacketBatch batch)
    {
        while (batch.Take() is { } packet)
        {
            Push(port, packet);
        }
    }

    /// <summary>
    /// Gives up to <paramref name="maximumCount"/> packets; as good as one <see cref="Pull"/> each.
    /// </summary>
    public virtual PacketBatch PullBatch(int port, int maximumCount)
    {
        PacketBatch batch = default;
        int count = IsOneByOne ? Math.Min(1, maximumCount) : maximumCount;
        while (batch.Count < count && Pull(port) is { } packet)
        {
            batch.Append(packet);
        }

        return batch;
    }

    /// <summary>Whether <see cref="ExportState"/> has something to say.</summary>
    public virtual bool HasState => false;

    /// <summary>
    /// Writes what a copy of this element elsewhere needs to go on; one value, an array that starts with a
    /// version.
    /// </summary>
    public virtual void ExportState(ref MessagePackWriter writer) =>
        throw new NotSupportedException($"'{Name} :: {ClassName}' keeps no state.");

    /// <summary>Takes over an exported state.</summary>
    /// <exception cref="MessagePackSerializationException">
    /// The state is of another kind or version.
    /// </exception>
    public virtual void ImportState(ref MessagePackReader reader) =>
        throw new NotSupportedException($"'{Name} :: {ClassName}' keeps no state.");

    /// <summary>The name and class as messages show them.</summary>
    public override string ToString() => $"{Name} :: {ClassName}";

    /// <summary>An output in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal ref readonly OutputPort Output(int port) =>
        ref port == 0 && _firstOutput.Target is not null ? ref _firstOutput : ref _outputs[port];

    /// <summary>An input in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal ref readonly InputPort Input(int port) => ref _inputs[port];

    /// <summary>Pushes a packet out where the output is in use, else kills it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void PushOrKill(int port, Packet packet)
    {
        OutputPort[] outputs = _outputs;
        if ((uint)port < (uint)outputs.Length)
        {
            outputs[port].Push(packet);
        }
        else
        {
            packet.Kill();
        }
    }

    /// <summary>Its place in the order of creation.</summary>
    internal int Index { get; set; }

    internal void Prepare(string name, string configuration, Landmark landmark) =>
        _declaration = new Declaration(name, configuration, landmark);

    internal void ChangeConfiguration(string configuration) =>
        _declaration = _declaration with { Configuration = configuration };

    internal void Join(RouterGraph router, InputPort[] inputs, OutputPort[] outputs)
    {
        Router = router;
        _inputs = inputs;
        _outputs = outputs;
        _firstOutput = outputs.Length > 0 ? outputs[0] : default;
    }

    private sealed record Declaration(string Name, string Configuration, Landmark Landmark)
    {
        public static Declaration None { get; } = new("", "", default);
    }
}
