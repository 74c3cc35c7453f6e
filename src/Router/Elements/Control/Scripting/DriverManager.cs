namespace Xia.Router.Elements.Control.Scripting;

/// <summary>A script that decides when the driver stops.</summary>
/// <syntax>DriverManager(INSTRUCTIONS...)</syntax>
/// <remarks>
/// A <c>Script</c> whose TYPE is DRIVER unless it says otherwise. Each stop that an element asks for is one
/// step of the script: it goes on behind the <c>pause</c> or <c>wait</c> at which it stands. The driver stops
/// when the script ended. A graph has one driver script at most.
/// </remarks>
/// <handlers of="Script"/>
/// <example>DriverManager(pause, print c.count, stop)</example>
public sealed class DriverManager : Script
{
    /// <inheritdoc/>
    public override string ClassName => "DriverManager";

    private protected override ScriptType DefaultType => ScriptType.Driver;
}
