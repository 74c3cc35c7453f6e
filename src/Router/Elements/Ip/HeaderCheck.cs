using System.Text;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>What the elements that check a header have in common: what happens to a wrong packet.</summary>
/// <remarks>
/// It leaves at output 1 (push) where that is in use, else it is dropped. The first one is told on the
/// console, with VERBOSE every one; with DETAILS each reason is counted.
/// </remarks>
public abstract class HeaderCheck : SimpleElement
{
    private readonly string[] _reasons;
    private long[]? _dropsByReason;
    private long _drops;
    private bool _verbose;

    /// <summary>An element with the given reasons to refuse a packet.</summary>
    private protected HeaderCheck(params string[] reasons) => _reasons = reasons;

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <summary>What a message says before the reason.</summary>
    private protected abstract string Complaint { get; }

    /// <summary>The message about a wrong packet.</summary>
    private protected virtual string Complain(string reason) => $"{Complaint}: {reason}";

    /// <inheritdoc/>
    public override bool IsOneByOne => _verbose;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        _dropsByReason = arguments.Keyword("DETAILS", ArgumentTypes.Bool, false)
            ? new long[_reasons.Length]
            : null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}");
        if (_dropsByReason is not null)
        {
            handlers.Read("drop_details", Details);
        }
    }

    /// <summary>Counts, tells and diverts a wrong packet.</summary>
    /// <returns>Always null, what <see cref="SimpleElement.Process"/> returns then.</returns>
    private protected Packet? Refuse(Packet packet, int reason)
    {
        if (_drops == 0 || _verbose)
        {
            Environment.Console?.WriteMessage(Complain(_reasons[reason]));
        }

        _drops++;
        if (_dropsByReason is { } counts)
        {
            counts[reason]++;
        }

        Divert(1, packet);
        return null;
    }

    private string Details()
    {
        var text = new StringBuilder();
        for (int reason = 0; reason < _reasons.Length; reason++)
        {
            text.Append(_dropsByReason![reason]).Append('\t').Append(_reasons[reason]).Append('\n');
        }

        return text.ToString();
    }
}
