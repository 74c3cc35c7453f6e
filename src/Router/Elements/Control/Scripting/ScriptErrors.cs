using Xia.Router.Graph;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>Prints what goes wrong in a script, under one heading for each time that it runs.</summary>
internal sealed class ScriptErrors(Element owner)
{
    private bool _hasHeading;
    private string _indent = "  ";

    /// <summary>Errors so far.</summary>
    public int Count { get; private set; }

    /// <summary>The script begins to run, or goes on.</summary>
    /// <param name="isAnonymous">
    /// Whether errors stand alone, as they do where the driver itself runs its script.
    /// </param>
    public void Begin(bool isAnonymous = false) =>
        (_hasHeading, _indent) = (isAnonymous, isAnonymous ? "" : "  ");

    /// <summary>Prints an error; its lines are indented under the heading.</summary>
    public void Add(string text)
    {
        Count++;
        if (owner.Router.Environment.Console is not { } console)
        {
            return;
        }

        if (!_hasHeading)
        {
            _hasHeading = true;
            console.WriteMessage($"While executing '{owner}':");
        }

        console.WriteMessage(_indent + text.Replace("\n", "\n" + _indent, StringComparison.Ordinal));
    }
}
