using Xia.Kernel.Time;
using Xia.Laboratory.Results.Metrics;

namespace Xia.Laboratory.Tests.Results.Metrics;

internal sealed class MetricSetTests
{
    [Test]
    public void Items_SetInAnyOrder_FollowTheCatalogue() =>
        Assert.That(
            new MetricSet().Set("residualState", 1).Set("pauseMs", new Duration(1)).Set("rounds", 2).Items
                .Select(metric => metric.Definition.Name),
            Is.EqualTo(new[] { "pauseMs", "rounds", "residualState" }));

    [TestCase(1, "0.000001")]
    [TestCase(340_700_000, "340.7")]
    [TestCase(0, "0")]
    [TestCase(60_000_000_000, "60000")]
    public void ToJson_Time_IsExact(long nanoseconds, string expected) =>
        Assert.That(
            new MetricSet().Set("pauseMs", new Duration(nanoseconds)).Items.Single().ToJson(), Is.EqualTo(expected));

    [Test]
    public void ToJson_Share_HasSixDecimals() =>
        Assert.That(new MetricSet().SetShare("goodputDip.share", 2.0 / 3).Items.Single().ToJson(), Is.EqualTo("0.666667"));

    [Test]
    public void SetNever_Metric_IsThereWithoutValue()
    {
        MetricSet metrics = new MetricSet().SetNever("newClientMs");

        Assert.That(metrics.Contains("newClientMs"), Is.True);
        Assert.That(metrics["newClientMs"], Is.Null);
        Assert.That(metrics.Items.Single().ToJson(), Is.EqualTo("null"));
    }

    [Test]
    public void Set_UnknownName_Throws() =>
        Assert.That(() => new MetricSet().Set("pause", new Duration(1)), Throws.ArgumentException);

    [Test]
    public void Set_WrongUnit_Throws()
    {
        Assert.That(() => new MetricSet().Set("pauseMs", 5), Throws.ArgumentException);
        Assert.That(() => new MetricSet().Set("wireBytes", new Duration(5)), Throws.ArgumentException);
        Assert.That(() => new MetricSet().SetShare("rounds", 0.5), Throws.ArgumentException);
    }

    [Test]
    public void Catalogue_Names_AreUniqueAndNeighboursByGroup()
    {
        string[] names = [.. MetricCatalog.All.Select(definition => definition.Name)];
        string[] groups = [.. names.Select(name => name.Split('.')[0])];

        Assert.That(names, Is.Unique);
        Assert.That(groups.Where((group, i) => i == 0 || groups[i - 1] != group), Is.Unique);
    }
}
