using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Aqm;

/// <summary>What elements share that drop packets before or behind a queue because of its length.</summary>
/// <remarks>
/// Pushed through, they watch the nearest queues behind them, pulled through, those before them. Every packet
/// may change what the next one finds, so they take packets one by one.
/// </remarks>
public abstract class QueueDropper : SimpleElement
{
    private WatchedQueues _queues = WatchedQueues.None;
    private bool _isInitialized;

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override bool IsOneByOne => true;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <summary>How many packets did not pass.</summary>
    public long Drops { get; private protected set; }

    private protected QueueAverage Average { get; } = new();

    private protected int QueueLength => _queues.Length;

    private protected string QueuesArgument => _queues.Argument;

    private protected Element[] NamedQueues { get; set; } = [];

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _isInitialized = true;
        return FindQueues();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("drops", () => $"{Drops}");
        AddParameterHandlers(handlers);
        handlers.Read("avg_queue_size", () => $"{Average}");
        handlers.Read(
            "stats", () => $"{QueueLength} current queue\n{Average} avg queue\n{Drops} drops\n");
        handlers.Read("queues", () => _queues.Lines);
        handlers.Read("config", () => Parameters);
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is QueueDropper other)
        {
            Average.Take(other.Average);
            Drops = other.Drops;
        }
    }

    /// <summary>The arguments in force, as <c>config</c> shows them.</summary>
    private protected abstract string Parameters { get; }

    /// <summary>Adds the handlers of the arguments.</summary>
    private protected abstract void AddParameterHandlers(HandlerTable handlers);

    /// <summary>Whether the packet at hand is dropped.</summary>
    private protected abstract bool MayNotPass();

    /// <inheritdoc/>
    protected sealed override Packet? Process(Packet packet)
    {
        if (!MayNotPass())
        {
            return packet;
        }

        Drops++;
        Divert(1, packet);
        return null;
    }

    /// <summary>Takes the queues that an argument names; at once when the graph runs.</summary>
    private protected void UseQueues(ArgumentReader arguments, Element[] named)
    {
        Element[] before = NamedQueues;
        NamedQueues = named;
        if (_isInitialized && FindQueues() is { } error)
        {
            NamedQueues = before;
            arguments.Error(error);
        }
    }

    private string? FindQueues()
    {
        WatchedQueues found = WatchedQueues.Find(this, NamedQueues, Input(0).IsPull, out string? error);
        if (error is null)
        {
            _queues = found;
        }

        return error;
    }
}
