namespace Xia.Click.Tests.Harness;

/// <summary>The commands <c>click</c>, <c>click-flatten</c> and <c>click-buildtool</c> of this build.</summary>
internal static class BuiltCommands
{
    public static string Root { get; } = FindRoot();

    /// <summary>Where the tests' own scripts are.</summary>
    public static string Scripts { get; } = Path.Combine(Root, "tests", "Click.Tests", "Scripts");

    /// <summary>The program that was built with these tests.</summary>
    public static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "xia");

    /// <summary>Variables that put the commands on the path; nothing is published for them.</summary>
    public static Dictionary<string, string> Environment { get; } = new()
    {
        ["PATH"] = Path.Combine(Root, "eng", "click-compat") + ":"
            + System.Environment.GetEnvironmentVariable("PATH"),
        ["XIA_CLICK_TOOL"] = Tool,
        ["XIA_LIBRARY"] = Path.Combine(Root, "scenarios", "library"),
        ["DOTNET_TieredPGO"] = "0",
    };

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Xia.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run from within the repository.");
    }
}
