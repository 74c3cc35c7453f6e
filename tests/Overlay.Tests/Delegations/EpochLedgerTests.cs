using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Delegations;

public sealed class EpochLedgerTests
{
    private static readonly Xid First = Xid.Derive(XidType.Hid, [1]);
    private static readonly Xid Second = Xid.Derive(XidType.Hid, [2]);

    [Test]
    public void Raise_Lower_ChangesNothing()
    {
        EpochLedger ledger = new();

        Assert.That(ledger.Raise(First, 5), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(ledger.Raise(First, 4), Is.EqualTo(ProofVerdict.OldEpoch));
        Assert.That(ledger.Raise(First, 5), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(ledger.LowestEpoch(First), Is.EqualTo(5));
        Assert.That(ledger.LowestEpoch(Second), Is.Zero);
    }

    [Test]
    public void Raise_FullLedger_TakesNoNewMachineButForgetsNone()
    {
        EpochLedger ledger = new(capacity: 1);

        Assert.That(ledger.Raise(First, 1), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(ledger.Raise(Second, 1), Is.EqualTo(ProofVerdict.LedgerFull));
        Assert.That(ledger.Raise(First, 2), Is.EqualTo(ProofVerdict.Valid));
    }

    [Test]
    public void Import_Exported_KeepsTheHigherOfTwoEpochs()
    {
        EpochLedger saved = new();
        saved.Raise(First, 5);
        saved.Raise(Second, 1);
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        saved.Export(ref writer);

        EpochLedger ledger = new();
        ledger.Raise(Second, 7);
        MessagePackReader reader = new(output.WrittenSpan);
        ledger.Import(ref reader);

        Assert.That(reader.End, Is.True);
        Assert.That(ledger.LowestEpoch(First), Is.EqualTo(5));
        Assert.That(ledger.LowestEpoch(Second), Is.EqualTo(7));
    }
}
