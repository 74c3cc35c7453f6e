namespace Xia.Node.Polling;

/// <summary>A file descriptor that a <see cref="Poller"/> watches.</summary>
public interface IPolled
{
    /// <summary>The file descriptor.</summary>
    int Descriptor { get; }

    /// <summary>Whether it waits for something to read; that it was closed is told in any case.</summary>
    bool WantsToRead => true;

    /// <summary>Whether it waits for room to write.</summary>
    bool WantsToWrite { get; }

    /// <summary>Something can be read, or was closed.</summary>
    void OnReadable();

    /// <summary>There is room to write.</summary>
    void OnWritable();
}
