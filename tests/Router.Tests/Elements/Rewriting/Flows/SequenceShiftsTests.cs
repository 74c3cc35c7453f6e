using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Tests.Elements.Rewriting.Flows;

public sealed class SequenceShiftsTests
{
    [Test]
    public void RewriteSequence_BeforeAndBehindTheChange_MovesWhatIsBehind()
    {
        var shifts = new SequenceShifts();
        shifts.Change(end: 30, shift: -12);
        Assert.That(shifts.RewriteSequence(29), Is.EqualTo(29));
        Assert.That(shifts.RewriteSequence(30), Is.EqualTo(18));
        Assert.That(shifts.RestoreAcknowledgement(17), Is.EqualTo(17));
        Assert.That(shifts.RestoreAcknowledgement(18), Is.EqualTo(30));
        Assert.That(shifts.TotalShift, Is.EqualTo(-12));
    }

    [Test]
    public void Change_TheSameAgain_ReplacesIt()
    {
        var shifts = new SequenceShifts();
        shifts.Change(30, -12);
        shifts.Change(60, 5);
        shifts.Change(30, -10);
        Assert.That(shifts.RewriteSequence(60), Is.EqualTo(55));
        Assert.That(shifts.Changes, Has.Count.EqualTo(2));
    }

    [Test]
    public void Change_PastTheBound_TheOldestCountsForAllBefore()
    {
        var shifts = new SequenceShifts();
        for (uint index = 0; index <= SequenceShifts.MaximumCount; index++)
        {
            shifts.Change(100 * (index + 1), 1);
        }

        Assert.That(shifts.Changes, Has.Count.EqualTo(SequenceShifts.MaximumCount));
        Assert.That(shifts.BaseShift, Is.EqualTo(1));
        Assert.That(shifts.RewriteSequence(50), Is.EqualTo(51));
    }

    [Test]
    public void RewriteSequence_FarBehindAChange_ForgetsWhereItWas()
    {
        var shifts = new SequenceShifts();
        shifts.Change(30, -12);
        Assert.That(shifts.RewriteSequence(30 + (1u << 30) + 1), Is.EqualTo(30 + (1u << 30) - 11));
        Assert.That(shifts.RewriteSequence(0), Is.EqualTo(unchecked((uint)-12)));
        shifts.Clear();
        Assert.That(shifts.RewriteSequence(40), Is.EqualTo(40));
    }

    /// <summary>
    /// A number behind a change survives the way there and back, wherever the stream begins.
    /// </summary>
    [FsCheck.NUnit.Property]
    public bool RestoreAcknowledgement_OfARewrittenNumber_GivesItBack(
        uint start, (byte Gap, sbyte Shift)[] changes, byte behind)
    {
        var shifts = new SequenceShifts();
        uint end = start;
        foreach ((byte gap, sbyte shift) in changes)
        {
            // Bytes that disappear were there: a change is not longer than its gap.
            end += 200u + gap;
            shifts.Change(end, shift);
        }

        uint sequence = end + behind;
        return shifts.RestoreAcknowledgement(shifts.RewriteSequence(sequence)) == sequence;
    }
}
