namespace Xia.Laboratory.Results;

/// <summary>How a session ended, as its application found.</summary>
public enum SessionOutcome
{
    /// <summary>It made progress to its end.</summary>
    Lived,

    /// <summary>It makes no progress at the end of the run, but its patience has not run out.</summary>
    Stalled,

    /// <summary>Its application saw an error, or waited longer than the session timeout.</summary>
    Broken,
}
