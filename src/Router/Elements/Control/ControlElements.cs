using Xia.Router.Elements.Control.Scripting;
using Xia.Router.Elements.Control.Sockets;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Control;

/// <summary>The element classes of the control family: scripts, messages, control from outside.</summary>
internal static class ControlElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Script", () => new Script())
        .Add("DriverManager", () => new DriverManager())
        .Add("ControlSocket", () => new ControlSocket())
        .Add("Message", () => new Message())
        .Add("RandomSeed", () => new RandomSeed())
        .Add("QuitWatcher", () => new QuitWatcher());
}
