using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Scheduling;

/// <summary>What elements share that pull from one of their inputs, which a handler chooses.</summary>
public abstract class PullSwitchElement : Element
{
    /// <inheritdoc/>
    public sealed override string PortCounts => "-/1";

    /// <inheritdoc/>
    public sealed override string Processing => "l/l";

    /// <inheritdoc/>
    public sealed override bool CanReconfigure => true;

    /// <summary>The input to pull from; -1 for none.</summary>
    protected int Chosen { get; private set; }

    /// <inheritdoc/>
    public sealed override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int input = arguments.Positional("INPUT", ArgumentTypes.Int32(), 0);
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            Choose(input);
        }
    }

    /// <inheritdoc/>
    public sealed override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("switch", () => $"{Chosen}");
        handlers.Write("switch", WriteSwitch);
        handlers.Read("config", () => $"{Chosen}", HandlerFlags.Calm);
    }

    /// <summary>Called when an input was chosen, before the graph runs, too.</summary>
    protected virtual void OnChosen()
    {
    }

    private string? WriteSwitch(string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int input, out _))
        {
            return "syntax error";
        }

        Choose(input);
        return null;
    }

    private void Choose(int input)
    {
        Chosen = (uint)input < (uint)InputCount ? input : -1;
        OnChosen();
    }
}
