namespace Xia.Router.Graph.Handlers;

/// <summary>One named text of an element, to read, to write or both.</summary>
/// <param name="Name">Its name after the element's.</param>
public sealed record Handler(string Name)
{
    /// <summary>Gives the text; its parameter is empty unless the handler takes one.</summary>
    public Func<string, string>? Read { get; init; }

    /// <summary>Whether reading takes a parameter.</summary>
    public bool TakesParameter { get; init; }

    /// <summary>Takes a text and returns an error text, or null.</summary>
    public Func<string, string?>? Write { get; init; }

    /// <summary>How it is shown and called.</summary>
    public HandlerFlags Flags { get; init; }

    /// <summary>Its rights and flags as the <c>handlers</c> handler lists them, such as <c>rw</c>.</summary>
    public string Access
    {
        get
        {
            string access = "";
            access += Read is not null ? "r" : "";
            access += Write is not null ? "w" : "";
            access += TakesParameter ? "+" : "";
            access += Flags.HasFlag(HandlerFlags.Raw) ? "%" : "";
            access += Flags.HasFlag(HandlerFlags.Calm) ? "." : "";
            access += Flags.HasFlag(HandlerFlags.Expensive) ? "$" : "";
            access += Flags.HasFlag(HandlerFlags.Button) ? "b" : "";
            access += Flags.HasFlag(HandlerFlags.Checkbox) ? "c" : "";
            return access;
        }
    }
}
