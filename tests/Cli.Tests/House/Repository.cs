namespace Xia.Cli.Tests.House;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Skipped =
        ["bin", "obj", ".git", "node_modules", "TestResults", "runs", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file that is written by hand, below a folder of the repository, as full paths in order.</summary>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*") =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)), pattern);

    /// <summary>A path as a reader of a failure wants to see it.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Root, path);

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern)
    {
        if (!folder.Exists)
        {
            return [];
        }

        IEnumerable<string> here = folder.GetFiles(pattern).Select(file => file.FullName);
        IEnumerable<string> below = folder.GetDirectories()
            .Where(child => !Skipped.Contains(child.Name) && child.LinkTarget is null)
            .SelectMany(child => Walk(child, pattern));
        return here.Concat(below).Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Xia.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run from within the repository, but no Xia.sln lies above.");
    }
}
