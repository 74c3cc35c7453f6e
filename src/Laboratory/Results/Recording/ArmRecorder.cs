using Xia.Kernel.Time;

namespace Xia.Laboratory.Results.Recording;

/// <summary>
/// Takes what one arm leaves behind: its captures and its timeline. Not for several threads.
/// </summary>
public sealed class ArmRecorder : IDisposable
{
    private readonly string _arm;
    private readonly string? _folder;
    private readonly List<HashedFile> _captures = [];
    private readonly List<HashedFile> _files = [];
    private readonly List<TimelineRow> _rows = [];

    internal ArmRecorder(string arm, string? folder)
    {
        _arm = arm;
        _folder = folder;
    }

    /// <summary>The captures, in order of opening.</summary>
    internal IReadOnlyList<HashedFile> Captures => _captures;

    /// <summary>The files that graphs wrote, in order of opening.</summary>
    internal IReadOnlyList<HashedFile> Files => _files;

    /// <summary>The rows of the timeline, in order of time, then of arrival.</summary>
    internal IEnumerable<TimelineRow> Rows => _rows.OrderBy(row => row.Time.Nanoseconds);

    /// <summary>
    /// Opens a capture file of this arm; what is written counts into the digest. Do not close it.
    /// </summary>
    /// <param name="suffix">
    /// What follows the arm's name in the file's name, such as <c>.pcapng</c>.
    /// </param>
    public Stream OpenCapture(string suffix = ".pcapng")
    {
        string name = _arm + suffix;
        var file = new HashedFile(name, _folder is null ? null : Path.Combine(_folder, name));
        _captures.Add(file);
        return file;
    }

    /// <summary>
    /// Opens a file that the graph of a node writes; what is written counts into the digest. A file that was
    /// open before is the same one, empty or at its end.
    /// </summary>
    /// <param name="node">The node's folder in that of the arm.</param>
    /// <param name="path">Where in it, with slashes between folders.</param>
    /// <param name="append">Whether to go on where the file ends.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal Stream OpenFile(string node, string path, bool append)
    {
        string name = string.Join('/', RunFolder.NodesName, _arm, node, path);
        HashedFile? file = _files.Find(other => other.Name == name);
        if (file is null)
        {
            file = Create(name, _folder is null ? null : Path.Combine(_folder, name));
            _files.Add(file);
        }
        else if (!append)
        {
            file.Restart();
        }

        return new SharedStream(file);
    }

    /// <summary>Notes something that happened.</summary>
    /// <param name="time">When.</param>
    /// <param name="event">What, by its documented name, such as <c>move.frozen</c>.</param>
    /// <param name="subject">To whom: a machine, client, link or node.</param>
    /// <param name="value">
    /// A number that belongs to it, in the unit that the event's documentation names.
    /// </param>
    /// <param name="detail">Words that belong to it.</param>
    public void Note(
        Instant time, string @event, string subject, long? value = null, string? detail = null) =>
        _rows.Add(new TimelineRow(time, _arm, @event, subject, value, detail));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HashedFile file in _captures.Concat(_files))
        {
            file.Dispose();
        }
    }

    private static HashedFile Create(string name, string? path)
    {
        try
        {
            if (path is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }

            return new HashedFile(name, path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException(Directory.Exists(path) ? "Is a directory" : "Permission denied");
        }
    }
}
