namespace Xia.Router.Language.Elaboration;

/// <summary>An element as a body, or the graph that is being expanded, knows it.</summary>
internal sealed class BodyElement(string name, ElementClass? type, string arguments, Landmark landmark)
{
    /// <summary>
    /// Its name; without the number's final value while <see cref="IsAnonymous"/>.
    /// </summary>
    public string Name { get; set; } = name;

    /// <summary>Whether the name is made up and may still change.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>Its class; null for an end through which a compound or group is entered or left.</summary>
    public ElementClass? Class { get; set; } = type;

    /// <summary>The configuration string.</summary>
    public string Arguments { get; set; } = arguments;

    /// <summary>Where it was declared.</summary>
    public Landmark Landmark { get; } = landmark;

    /// <summary>One more than the highest input that something leads to.</summary>
    public int InputCount { get; set; }

    /// <summary>One more than the highest output that leads somewhere.</summary>
    public int OutputCount { get; set; }

    /// <summary>
    /// The end that continues what enters here: a compound's <c>input</c> inside it; -1 for none.
    /// </summary>
    public int EntryPartner { get; set; } = -1;

    /// <summary>The end from which what leaves here comes: a compound's <c>output</c>; -1 for none.</summary>
    public int ExitPartner { get; set; } = -1;
}
