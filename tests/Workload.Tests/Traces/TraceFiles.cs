using System.Collections.Concurrent;
using Xia.Workload.Content;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Traces;

/// <summary>The traces that the project ships.</summary>
internal static class TraceFiles
{
    private static readonly ConcurrentDictionary<string,
        Lazy<(PageTrace Trace, PageContents Contents)>> Loaded = new();

    public static string Folder
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder =
                folder.Parent)
            {
                string path = Path.Combine(folder.FullName, "scenarios", "traces");
                if (Directory.Exists(path))
                {
                    return path;
                }
            }

            throw new DirectoryNotFoundException("scenarios/traces is not above the tests.");
        }
    }

    public static PageTrace Read(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(Folder, name));
        return PageTraceReader.Read(file, name);
    }

    public static (PageTrace Trace, PageContents Contents) Load(string name) =>
        Loaded.GetOrAdd(name, static file => new(() =>
        {
            PageTrace trace = Read(file);
            return (trace, PageContents.Of(trace));
        })).Value;
}
