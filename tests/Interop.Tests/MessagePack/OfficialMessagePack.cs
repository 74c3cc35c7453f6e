using System.Text.Json.Nodes;

namespace Xia.Interop.Tests.MessagePack;

/// <summary>The official JavaScript implementation, run by node through <c>node/bridge.mjs</c>.</summary>
internal static class OfficialMessagePack
{
    private static readonly string Folder =
        Path.Combine(Repository.Root, "tests", "Interop.Tests", "MessagePack", "node");

    /// <summary>Makes sure that it can be run; the test is skipped where it cannot.</summary>
    public static void Require()
    {
        if (OutsideTool.TryRun("node", Folder, string.Empty, "--version") is null)
        {
            Assert.Ignore("needs node and npm (Debian: nodejs npm), but there is no node");
        }

        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@msgpack", "msgpack")))
        {
            return;
        }

        ToolResult? installed = OutsideTool.TryRun("npm", Folder, string.Empty, "ci", "--no-audit", "--no-fund");
        if (installed is null)
        {
            Assert.Ignore("needs node and npm (Debian: nodejs npm), but there is no npm");
        }

        if (installed!.ExitCode != 0)
        {
            Assert.Ignore($"needs the npm package @msgpack/msgpack, but 'npm ci' failed: {installed.Errors}");
        }
    }

    /// <summary>Hands requests over and returns the answers in the same order.</summary>
    public static JsonArray Ask(IEnumerable<JsonNode> requests)
    {
        string input = new JsonArray([.. requests]).ToJsonString();
        ToolResult result = OutsideTool.TryRun("node", Folder, input, "bridge.mjs")!;
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        return JsonNode.Parse(result.Output)!.AsArray();
    }
}
