namespace Xia.Router.Platform;

/// <summary>Opens the files that a graph names; the driver provides it.</summary>
/// <remarks>
/// A file that cannot be opened is an <see cref="IOException"/> whose message is the system's text, such as
/// <c>No such file or directory</c>.
/// </remarks>
public interface IRouterFiles
{
    /// <summary>Opens a file to read; <c>-</c> is the standard input.</summary>
    Stream OpenRead(string path);

    /// <summary>Opens a file to write, empty or at its end; <c>-</c> is the standard output.</summary>
    Stream OpenWrite(string path, bool append);
}
