using Xia.Kernel.Time;
using Xia.Migration.Control;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Tests.Control;

public sealed class MoveLedgerTests
{
    private static readonly Xid Web = Xid.Derive(XidType.Hid, [1]);
    private static readonly Xid Other = Xid.Derive(XidType.Hid, [2]);

    [Test]
    public void Settle_OfOpenMove_ExcludesItsCommit()
    {
        MoveLedger ledger = new();
        ledger.TryOpen(Web, 1, 5);

        MoveOutcome answered = ledger.Settle(Web, 1, 5, out _);

        Assert.Multiple(() =>
        {
            Assert.That(answered, Is.EqualTo(MoveOutcome.Declined));
            Assert.That(ledger.TryCommit(Web, 1), Is.False);
            Assert.That(ledger.Settle(Web, 1, 5, out _), Is.EqualTo(MoveOutcome.Declined));
        });
    }

    [Test]
    public void TryCommit_OfOpenMove_ExcludesItsRefusal()
    {
        MoveLedger ledger = new();
        ledger.TryOpen(Web, 1, 5);

        Assert.Multiple(() =>
        {
            Assert.That(ledger.TryCommit(Web, 1), Is.True);
            Assert.That(ledger.TryDecline(Web, 1), Is.False);
            ledger.SetResumedAt(Web, 1, new Instant(9));
            Assert.That(ledger.Settle(Web, 1, 5, out Instant? at), Is.EqualTo(MoveOutcome.Resumed));
            Assert.That(at, Is.EqualTo(new Instant(9)));
        });
    }

    [Test]
    public void Settle_OfUnheardMove_KeepsItOutForGood()
    {
        MoveLedger ledger = new();

        Assert.That(ledger.Settle(Web, 1, 5, out _), Is.EqualTo(MoveOutcome.Declined));
        Assert.That(ledger.TryOpen(Web, 1, 5), Is.EqualTo(MoveFailure.StaleEpoch));
        Assert.That(ledger.TryOpen(Web, 2, 5), Is.EqualTo(MoveFailure.None));
        Assert.That(ledger.Settle(Web, 1, 5, out _), Is.EqualTo(MoveOutcome.Declined));
    }

    [Test]
    public void Settle_OfMoveOutlivedByALaterOne_CannotTell()
    {
        MoveLedger ledger = new();
        ledger.TryOpen(Web, 1, 5);
        ledger.TryCommit(Web, 1);
        ledger.TryOpen(Web, 2, 7);

        Assert.That(ledger.Settle(Web, 1, 5, out _), Is.EqualTo(MoveOutcome.Unknown));
    }

    [Test]
    public void TryOpen_OutOfOrder_IsRefused()
    {
        MoveLedger ledger = new(capacity: 1);
        MoveFailure first = ledger.TryOpen(Web, 1, 5);
        MoveFailure second = ledger.TryOpen(Web, 2, 6);
        ledger.TryCommit(Web, 1);

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(MoveFailure.None));
            Assert.That(second, Is.EqualTo(MoveFailure.AlreadyHere));
            Assert.That(ledger.TryOpen(Web, 3, 5), Is.EqualTo(MoveFailure.StaleEpoch));
            Assert.That(ledger.TryOpen(Web, 3, 4), Is.EqualTo(MoveFailure.StaleEpoch));
            Assert.That(ledger.TryOpen(Other, 4, 1), Is.EqualTo(MoveFailure.HostFull));
            Assert.That(ledger.TryOpen(Web, 3, 6), Is.EqualTo(MoveFailure.None));
        });
    }
}
