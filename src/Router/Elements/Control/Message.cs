using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control;

/// <summary>Prints a message when the graph is configured.</summary>
/// <syntax>Message([MESSAGE, TYPE MESSAGE])</syntax>
/// <remarks>
/// TYPE is MESSAGE (printed, and all goes on), WARNING (the same, marked as a warning) or ERROR (the graph is
/// not loaded).
/// </remarks>
public sealed class Message : Element
{
    /// <inheritdoc/>
    public override string ClassName => "Message";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string text = arguments.Positional("MESSAGE", ArgumentTypes.Text, "");
        string type = arguments.Positional("TYPE", ArgumentTypes.Word, "MESSAGE");
        switch (type.ToUpperInvariant())
        {
            case "MESSAGE":
                Print(text);
                break;
            case "WARNING":
                Print("warning: " + text.Replace("\n", "\nwarning: ", StringComparison.Ordinal));
                break;
            case "ERROR":
                arguments.Error(text);
                break;
            default:
                arguments.Error("unrecognized message type");
                break;
        }
    }

    private void Print(string text)
    {
        if (text.Length > 0)
        {
            string indented = text.Replace("\n", "\n  ", StringComparison.Ordinal);
            Environment.Console?.WriteMessage($"{Landmark}: While configuring '{this}':\n  {indented}");
        }
    }
}
