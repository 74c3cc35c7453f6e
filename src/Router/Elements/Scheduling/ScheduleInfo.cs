using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Says how often elements' tasks run in relation to others.</summary>
/// <syntax>ScheduleInfo(ELEMENT PARAMETER, …)</syntax>
/// <remarks>
/// PARAMETER is a real number, 1 where nothing is said: a task with 2 runs four times as often as one with
/// 0.5. A compound element's parameter multiplies those of the elements in it. Names are those of the scope
/// in which it stands.
/// </remarks>
/// <example>ScheduleInfo(source 2, sink 0.5)</example>
public sealed class ScheduleInfo : Element
{
    /// <inheritdoc/>
    public override string ClassName => "ScheduleInfo";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 0;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string scope = Name[..(Name.LastIndexOf('/') + 1)];
        foreach (string argument in arguments.Rest())
        {
            string[] words = argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words.Length == 2
                && decimal.TryParse(
                    words[1],
                    System.Globalization.NumberStyles.AllowDecimalPoint,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out decimal share)
                && share < RouterTask.MaximumTickets)
            {
                Router.Schedule.SetShare(scope + words[0], (long)(share * RouterTask.DefaultTickets));
            }
            else
            {
                arguments.Error("expected 'ELEMENTNAME PARAM'");
            }
        }
    }
}
