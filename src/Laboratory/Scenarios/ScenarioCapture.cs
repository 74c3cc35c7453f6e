namespace Xia.Laboratory.Scenarios;

/// <summary>A link whose frames are recorded.</summary>
/// <param name="Link">The link.</param>
/// <param name="SnapBytes">How much of each frame is kept; null for all of it.</param>
public sealed record ScenarioCapture(string Link, int? SnapBytes);
