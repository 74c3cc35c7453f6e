using Xia.Kernel.Time;
using Xia.Migration.Control;

namespace Xia.Migration.Tests.Control;

/// <summary>Writes down what both ends report.</summary>
internal sealed class RecordingListener : IMoveListener
{
    public List<string> Events { get; } = [];

    public Dictionary<string, (Move Move, Instant At)> Last { get; } = [];

    public string[] Of(char side) => [.. Events.Where(entry => entry[0] == side).Select(entry => entry[2..])];

    public void OnReserved(Move move, Instant now) => Note("reserved", move, now);

    public void OnPreAnnounced(Move move, Instant now) => Note("pre-announced", move, now);

    public void OnFrozen(Move move, Instant now) => Note("frozen", move, now);

    public void OnCommitted(Move move, Instant now) => Note("committed", move, now);

    public void OnResumed(Move move, Instant now) => Note("resumed", move, now);

    public void OnReleased(Move move, Instant now) => Note("released", move, now);

    public void OnAborted(Move move, MoveFailure reason, string detail, Instant now) => Note("aborted", move, now);

    public void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now) => Note("in-doubt", move, now);

    private void Note(string name, Move move, Instant now)
    {
        string entry = (move.Side == MoveSide.Source ? "S " : "D ") + name;
        Events.Add(entry);
        Last[entry] = (move, now);
    }
}
