using Xia.Kernel.Time;

namespace Xia.Laboratory.Results;

/// <summary>How far an arm is.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Now">Its virtual time.</param>
/// <param name="Until">When it ends.</param>
public readonly record struct RunProgress(string Arm, Instant Now, Instant Until);
