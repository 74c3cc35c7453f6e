namespace Xia.Click.Tests.Mutation;

/// <summary>The same as <c>MutationTests</c> for a few classes, which each run draws anew.</summary>
public sealed class MutationSampleTests
{
    private const int SampleSize = 12;
    private const string SeedVariable = "XIA_MUTATION_SEED";

    [Test]
    public void Scripts_OfClassesWithoutBodyDrawnBySeed_Fail()
    {
        string? given = Environment.GetEnvironmentVariable(SeedVariable);
        int seed = given is null ? TestContext.CurrentContext.Random.Next() : int.Parse(given, null);
        string[] classNames = [.. MutationCheck.ClassNames];
        new Random(seed).Shuffle(classNames);
        string[] drawn = classNames[..SampleSize];
        string origin = $"{SeedVariable}={seed} draws {string.Join(", ", drawn)}";
        TestContext.Out.WriteLine(origin);
        Assert.Multiple(() =>
        {
            foreach (string className in drawn)
            {
                MutationCheck.AssertNoticed(className, origin);
            }
        });
    }
}
