using Xia.Migration.Control;

namespace Xia.Migration.Tests.Control;

public sealed class TransitionsTests
{
    // One row per state, one column per event in the order of the enumeration; a dot has no place.
    private const string SourceTable = """
        Connecting Reserving . . . . . . . Aborted . .
        Reserving  . Preparing . . . . . . Aborted . .
        Preparing  . . Copying . . . Aborted . Aborted . .
        Copying    . . . Finishing . . Aborted . Aborted . .
        Finishing  . . . . Committed . Aborted . Aborted . .
        Committed  . . . . . Releasing Aborted . InDoubt . .
        Releasing  . . . . . . . Released Released . .
        Released   . . . . . . . . . . .
        Aborted    . . . . . . . . . . .
        InDoubt    . . . . . . . . . Recovering Aborted
        Recovering . . . . . Releasing Aborted . InDoubt . .
        """;

    private const string DestinationTable = """
        Listening Reserved . . . . . . Closed . Closed
        Reserved  . Receiving . . . . . . . Closed
        Receiving . . Finishing . . . . . . Closed
        Finishing . . . Verifying . . . . . Closed
        Verifying . . . . Starting . . . Closed .
        Starting  . . . . . Running . . . .
        Running   . . . . . . Done . . Done
        Done      . . . . . . . . . .
        Closed    . . . . . . . . . .
        """;

    [Test]
    public void Source_WholeTable_IsAsWritten()
    {
        foreach (SourceState state in Enum.GetValues<SourceState>())
        {
            foreach (SourceEvent happened in Enum.GetValues<SourceEvent>())
            {
                Assert.That(
                    SourceTransitions.Next(state, happened)?.ToString() ?? ".",
                    Is.EqualTo(Cell(SourceTable, state.ToString(), (int)happened)), $"{state} × {happened}");
            }
        }
    }

    [Test]
    public void Destination_WholeTable_IsAsWritten()
    {
        foreach (DestinationState state in Enum.GetValues<DestinationState>())
        {
            foreach (DestinationEvent happened in Enum.GetValues<DestinationEvent>())
            {
                Assert.That(
                    DestinationTransitions.Next(state, happened)?.ToString() ?? ".",
                    Is.EqualTo(Cell(DestinationTable, state.ToString(), (int)happened)), $"{state} × {happened}");
            }
        }
    }

    [Test]
    public void Source_BehindTheCommit_IsTakenBackOnlyBySignedWord()
    {
        SourceState[] behind =
            [SourceState.Committed, SourceState.Recovering, SourceState.InDoubt, SourceState.Releasing];

        SourceEvent[] ways =
        [
            .. Enum.GetValues<SourceEvent>().Where(happened =>
                behind.Any(state => SourceTransitions.Next(state, happened) == SourceState.Aborted)),
        ];

        Assert.That(ways, Is.EqualTo(new[] { SourceEvent.Declined, SourceEvent.Fenced }));
    }

    private static string Cell(string table, string row, int column) => table
        .Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Single(cells => cells[0] == row)[column + 1];
}
