namespace Xia.Router.Tests.Elements.Rewriting.Flows;

public sealed class FlowSetTests
{
    [Test]
    public void TryMakeRoom_AllGuaranteed_IsRefused()
    {
        var flows = new OwnedFlows(capacity: 2);
        flows.Add(1, now: 0, kept: 100, guaranteed: 5);
        flows.Add(2, now: 1, kept: 100, guaranteed: 5);
        Assert.That(flows.Add(3, now: 4, kept: 100, guaranteed: 5), Is.False);
        Assert.That(flows.Names, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(flows.Add(4, now: 5, kept: 100, guaranteed: 5), Is.True, "The guarantee ends at 5.");
        Assert.That(flows.Names, Is.EqualTo(new[] { 2, 4 }));
    }

    [Test]
    public void TryMakeRoom_PacketSinceThen_RenewsTheGuarantee()
    {
        var flows = new OwnedFlows(capacity: 2);
        flows.Add(1, now: 0, kept: 100, guaranteed: 5);
        flows.Add(2, now: 1, kept: 100, guaranteed: 5);
        flows.Touch(1, now: 3, kept: 100, guaranteed: 5);
        Assert.That(flows.Add(3, now: 7, kept: 100, guaranteed: 5), Is.True);
        Assert.That(flows.Names, Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public void TryMakeRoom_ClosedConnection_GoesBeforeOlderOpenOnes()
    {
        var flows = new OwnedFlows(capacity: 2);
        flows.Add(1, now: 0, kept: 1000, guaranteed: 0);
        flows.Add(2, now: 1, kept: 1000, guaranteed: 0);
        flows.Add(3, now: 2, kept: 2000, guaranteed: 0);
        flows.Touch(3, now: 3, kept: 10, guaranteed: 0);
        Assert.That(flows.Add(9, now: 4, kept: 8, guaranteed: 0), Is.False, "It would go first itself.");
        flows.Add(4, now: 4, kept: 1000, guaranteed: 0);
        Assert.That(flows.Names, Is.EqualTo(new[] { 2, 4 }));
    }

    [Test]
    public void Reap_OneMillisecondEarlyAndOnTime_ForgetsOnTime()
    {
        var flows = new OwnedFlows(capacity: 9);
        flows.Add(1, now: 0, kept: 10, guaranteed: 2);
        flows.Set.Reap(9);
        Assert.That(flows.Names, Is.EqualTo(new[] { 1 }));
        flows.Set.Reap(10);
        Assert.That(flows.Names, Is.Empty);
        Assert.That(flows.Set.Count, Is.Zero);
    }

    [Test]
    public void SetCapacity_Smaller_ForgetsGuaranteedFlowsLast()
    {
        var flows = new OwnedFlows(capacity: 9);
        flows.Add(1, now: 0, kept: 10, guaranteed: 9);
        flows.Add(2, now: 0, kept: 50, guaranteed: 1);
        flows.Add(3, now: 0, kept: 40, guaranteed: 1);
        flows.Add(4, now: 0, kept: 10, guaranteed: 8);
        flows.Set.SetCapacity(3, now: 2);
        Assert.That(flows.Names, Is.EqualTo(new[] { 1, 2, 4 }));
        flows.Set.SetCapacity(1, now: 2);
        Assert.That(flows.Names, Is.EqualTo(new[] { 1 }));
        flows.Set.SetCapacity(0, now: 2);
        Assert.That(flows.Names, Is.Empty);
        Assert.That(flows.Add(5, now: 3, kept: 1, guaranteed: 1), Is.False);
    }

    /// <summary>Against a list in which every question is answered by looking at all flows.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Operations_Any_BehaveAsAList((byte Kind, byte Which, byte Length)[] operations)
    {
        var flows = new OwnedFlows(capacity: 4);
        var model = new FlowSetModel(capacity: 4);
        long now = 0;
        int name = 0;
        foreach ((byte kind, byte which, byte length) in operations)
        {
            long kept = length % 40;
            switch (kind % 6)
            {
                case 0 or 1:
                    name++;
                    if (flows.Add(name, now, kept, name % 7) != model.Add(name, now, kept, name % 7))
                    {
                        return false;
                    }

                    break;
                case 2 or 3 when flows.Names.Count > 0:
                    int touched = flows.Names[which % flows.Names.Count];
                    flows.Touch(touched, now, kept, touched % 7);
                    model.Touch(touched, now, kept, touched % 7);
                    break;
                case 4:
                    now += which % 8;
                    break;
                case 5 when which % 2 == 0:
                    flows.Set.Reap(now);
                    model.Reap(now);
                    break;
                default:
                    flows.Set.SetCapacity(which % 6, now);
                    model.SetCapacity(which % 6, now);
                    break;
            }

            if (!flows.Names.SequenceEqual(model.Names) || flows.Set.Count != flows.Names.Count)
            {
                return false;
            }
        }

        return true;
    }
}
