using Xia.Kernel.Time;

namespace Xia.Laboratory.Results;

/// <summary>What became of one session of a client.</summary>
/// <param name="Client">The client, with a number after it if it opens several: <c>connector#12</c>.</param>
/// <param name="Kind">What it is: <c>datagrams</c>, <c>stream</c> or <c>connect</c>.</param>
/// <param name="IsPromised">Whether the arm promised to keep it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it broke; null if it did not.</param>
/// <param name="Stall">The longest time without progress.</param>
public sealed record SessionResult(
    string Client, string Kind, bool IsPromised, SessionOutcome Outcome, string? Reason, Duration Stall);
