using Xia.Router.Platform;

namespace Xia.Node.Platform;

/// <summary>The files of the system; <c>-</c> is the standard input or output.</summary>
public sealed class SystemFiles(StandardOutput output) : IRouterFiles
{
    /// <inheritdoc/>
    public Stream OpenRead(string path) => path == "-"
        ? Console.OpenStandardInput()
        : Open(path, FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public Stream OpenWrite(string path, bool append) => path == "-"
        ? output
        : Open(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write);

    /// <summary>
    /// A file of the system; what goes wrong is told in the system's words, as Click prints them.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("Is a directory");
            }

            return new FileStream(path, mode, access, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException("Permission denied");
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException("No such file or directory");
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new IOException("Invalid argument");
        }
    }
}
