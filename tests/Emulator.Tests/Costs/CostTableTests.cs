using Xia.Emulator.Costs;
using Xia.Kernel.Work;

namespace Xia.Emulator.Tests.Costs;

public sealed class CostTableTests
{
    [Test]
    public void Parse_WhatToJsonPrinted_IsTheSameTable()
    {
        CostTable parsed = CostTable.Parse(CostTable.Default.ToJson());
        Assert.That(parsed.Name, Is.EqualTo(CostTable.Default.Name));
        foreach (WorkKind kind in Enum.GetValues<WorkKind>())
        {
            Assert.That(
                parsed.PicosecondsPerUnit(kind), Is.EqualTo(CostTable.Default.PicosecondsPerUnit(kind)), kind.ToString());
        }
    }

    [Test]
    public void IsIdeal_DefaultAndIdeal_TellsThemApart()
    {
        Assert.That(CostTable.Ideal.IsIdeal, Is.True);
        Assert.That(CostTable.Default.IsIdeal, Is.False);
    }

    [TestCase("{}", "given key")]
    [TestCase("[1", "not a cost table")]
    [TestCase("""{"schema":"xia.costs/2"}""", "xia.costs/1")]
    [TestCase("""{"schema":"xia.costs/1","name":"x","picosecondsPerUnit":{"Juggle":1}}""", "Juggle")]
    [TestCase("""{"schema":"xia.costs/1","name":"x","picosecondsPerUnit":{"Sign":1}}""", "ScanPage")]
    [TestCase("""{"schema":"xia.costs/1","name":"x","picosecondsPerUnit":{"Sign":"a"}}""", "not a cost table")]
    public void Parse_WrongTable_SaysWhatWasExpected(string json, string words) =>
        Assert.That(() => CostTable.Parse(json), Throws.InstanceOf<FormatException>().With.Message.Contains(words));
}
