using System.Globalization;

namespace Xia.Router.Tests.Testing;

/// <summary>
/// How often and from which seed tests with random input run: the environment variables <c>XIA_FUZZ_RUNS</c>
/// and <c>XIA_FUZZ_SEED</c> override what a test asks for.
/// </summary>
internal static class FuzzRuns
{
    /// <summary>The number of runs; prints it and the seed, which a failure needs.</summary>
    public static int Begin(int runs, ref ulong seed)
    {
        string? seedText = Environment.GetEnvironmentVariable("XIA_FUZZ_SEED");
        string? runsText = Environment.GetEnvironmentVariable("XIA_FUZZ_RUNS");
        seed = ulong.TryParse(seedText, CultureInfo.InvariantCulture, out ulong given) ? given : seed;
        runs = int.TryParse(runsText, CultureInfo.InvariantCulture, out int asked) ? asked : runs;
        TestContext.Out.WriteLine($"seed {seed}, {runs} runs");
        return runs;
    }
}
