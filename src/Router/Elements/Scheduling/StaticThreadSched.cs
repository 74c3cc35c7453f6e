using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Says which threads run which elements' tasks and timers.</summary>
/// <syntax>StaticThreadSched(ELEMENT THREAD, …)</syntax>
/// <remarks>
/// THREAD counts from 0; -1 is none: the task never runs. A compound element's name stands for all elements
/// in it. Elements of which nothing is said run in thread 0; of two words, the later one counts. Names are
/// those of the scope in which it stands, or of an outer one.
/// </remarks>
/// <example>StaticThreadSched(source 0, sink 1)</example>
public sealed class StaticThreadSched : Element
{
    /// <inheritdoc/>
    public override string ClassName => "StaticThreadSched";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 0;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (string argument in arguments.Rest())
        {
            var words = new ArgumentReader(
                argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            string name = words.Mandatory("ELEMENT", ArgumentTypes.Word, "");
            int thread = words.Mandatory("THREAD", ArgumentTypes.Int32(), 0);
            words.Complete();
            if (words.Errors.Count > 0)
            {
                words.Errors.ToList().ForEach(arguments.Error);
                return;
            }

            Assign(arguments, name, thread);
        }
    }

    private void Assign(ArgumentReader arguments, string name, int thread)
    {
        if (thread < -1 || thread >= Router.Threads.Count)
        {
            arguments.Warning($"warning: thread preference {thread} out of range");
            thread = thread < 0 ? -1 : 0;
        }

        if (Router.FindInScope(name, this) is { } element)
        {
            Router.Schedule.SetThread(element, thread);
            return;
        }

        string prefix = $"{Name[..(Name.LastIndexOf('/') + 1)]}{name}/";
        bool found = false;
        foreach (Element inner in Router.Elements)
        {
            if (inner.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                Router.Schedule.SetThread(inner, thread);
                found = true;
            }
        }

        if (!found)
        {
            arguments.Error($"'{prefix}' does not name an element");
        }
    }
}
