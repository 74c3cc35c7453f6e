using System.Globalization;
using System.Text;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>The handlers that all rewriters have.</summary>
internal static class RewriterHandlers
{
    private const decimal MillisecondsPerSecond = 1000;

    /// <summary>Adds them.</summary>
    public static void AddTo(HandlerTable handlers, FlowRewriter rewriter)
    {
        handlers.Read("table_size", () => $"{rewriter.Table.FlowCount}\n");
        handlers.Read("nmappings", () => $"{rewriter.Table.FlowCount}\n");
        handlers.Read("mapping_failures", () => $"{rewriter.Inputs.Sum(input => input.FailureCount)}\n");
        handlers.Read("patterns", () => string.Concat(rewriter.Inputs.Select(input => $"{input}\n")));
        handlers.Read("size", () => $"{rewriter.Set.Count}\n");
        handlers.Read("capacity", () => $"{rewriter.Set.Capacity}\n");
        handlers.Write("capacity", text => SetCapacity(rewriter, text));
        handlers.Write(
            "clear",
            _ =>
            {
                rewriter.Clear();
                return null;
            },
            HandlerFlags.Button);
    }

    /// <summary>Adds those that show all flows.</summary>
    public static void AddTable(HandlerTable handlers, FlowRewriter rewriter)
    {
        handlers.Read("table", () => Table(rewriter, _ => true));
        handlers.Read("mappings", () => Table(rewriter, _ => true));
    }

    /// <summary>
    /// All flows that fulfil a condition, a line per direction, by the key of their packets.
    /// </summary>
    public static string Table(FlowRewriter rewriter, Func<Flow, bool> condition)
    {
        var text = new StringBuilder();
        foreach (Flow flow in rewriter.Table.ToArray().Where(condition))
        {
            AppendLine(text, rewriter, new FlowEntry(flow, IsReply: false));
            AppendLine(text, rewriter, new FlowEntry(flow, IsReply: true));
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, FlowRewriter rewriter, in FlowEntry entry)
    {
        Flow flow = entry.Flow;
        string outputs = entry.IsReply
            ? $"{flow.ForwardOutput} *{flow.ReplyOutput}"
            : $"*{flow.ForwardOutput} {flow.ReplyOutput}";
        long left = flow.ExpiresAt - rewriter.NowMilliseconds;
        decimal leftSeconds = Math.Round(left / MillisecondsPerSecond, MidpointRounding.AwayFromZero);
        text.Append(rewriter.Describe(entry.Key)).Append(" => ").Append(rewriter.Describe(entry.Target))
            .Append(rewriter.DescribeMore(entry))
            .Append(CultureInfo.InvariantCulture, $" [{outputs}] i{flow.Input} exp{leftSeconds}\n");
    }

    private static string? SetCapacity(FlowRewriter rewriter, string text)
    {
        var arguments = new ArgumentReader(ArgumentText.Words(text));
        int capacity = arguments.Mandatory("CAPACITY", ArgumentTypes.Int32(0, FlowSet.MaximumCapacity));
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return string.Join('\n', arguments.Errors);
        }

        rewriter.Set.SetCapacity(capacity, rewriter.NowMilliseconds);
        return null;
    }
}
