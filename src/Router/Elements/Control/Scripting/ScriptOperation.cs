namespace Xia.Router.Elements.Control.Scripting;

/// <summary>What an instruction of a script does.</summary>
internal enum ScriptOperation
{
    /// <summary>Gives a variable a value.</summary>
    Set,

    /// <summary>Gives a variable its first value, once.</summary>
    Initialize,

    /// <summary>As <see cref="Initialize"/>, and makes the variable a read handler.</summary>
    Export,

    /// <summary>Prints a text or a handler's value.</summary>
    Print,

    /// <summary>Prints a handler's name and value as a message.</summary>
    Read,

    /// <summary>Writes a handler.</summary>
    Write,

    /// <summary>Writes a handler's value into a file.</summary>
    Save,

    /// <summary>Blocks until so many steps came.</summary>
    Pause,

    /// <summary>Blocks for a time or until a step.</summary>
    Wait,

    /// <summary>Marks a place.</summary>
    Label,

    /// <summary>Goes on at a place if a condition holds.</summary>
    Goto,

    /// <summary>Ends the script; a packet goes out at output 0.</summary>
    End,

    /// <summary>Ends the script for good; a packet is dropped.</summary>
    Exit,

    /// <summary>Ends the script and asks the driver to stop.</summary>
    Stop,

    /// <summary>Ends the script with a value.</summary>
    Return,

    /// <summary>Ends the script with an error.</summary>
    Error,
}
