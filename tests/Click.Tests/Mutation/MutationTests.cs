namespace Xia.Click.Tests.Mutation;

/// <summary>The scripts of each class notice a mutant in its place.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MutationTests
{
    [TestCaseSource(typeof(MutationCheck), nameof(MutationCheck.ClassNames))]
    public void Scripts_OfAClassWithoutBody_Fail(string className) => MutationCheck.AssertNoticed(className);
}
