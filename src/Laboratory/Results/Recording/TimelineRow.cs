using Xia.Kernel.Time;

namespace Xia.Laboratory.Results.Recording;

/// <summary>A row of <c>timeline.csv</c>.</summary>
internal readonly record struct TimelineRow(
    Instant Time, string Arm, string Event, string Subject, long? Value, string? Detail);
