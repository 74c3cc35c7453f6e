namespace Xia.Router.Graph.Handlers;

/// <summary>How a handler is shown and called, besides being read or written.</summary>
[Flags]
public enum HandlerFlags
{
    /// <summary>As any other.</summary>
    None = 0,

    /// <summary>Its text is passed as it is: no quotes taken off, no line feed added.</summary>
    Raw = 1,

    /// <summary>Reading it again soon gives the same.</summary>
    Calm = 2,

    /// <summary>Reading it takes long.</summary>
    Expensive = 4,

    /// <summary>Writing it takes no value: a button in a user interface.</summary>
    Button = 8,

    /// <summary>A yes or no: a box to tick in a user interface.</summary>
    Checkbox = 16,

    /// <summary>Not for those who come from outside, such as a control socket.</summary>
    Private = 32,
}
