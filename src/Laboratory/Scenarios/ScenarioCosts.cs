namespace Xia.Laboratory.Scenarios;

/// <summary>Which table says what work costs on a core.</summary>
/// <param name="Source">Where the table comes from.</param>
/// <param name="File">The table, if it is a file of the user's own.</param>
public sealed record ScenarioCosts(ScenarioCosts.CostSource Source, ScenarioFile? File)
{
    /// <summary>Where a cost table comes from.</summary>
    public enum CostSource
    {
        /// <summary>The table that comes with the program.</summary>
        Default,

        /// <summary>Work costs nothing; results say "ideal".</summary>
        None,

        /// <summary>A file.</summary>
        File,
    }
}
