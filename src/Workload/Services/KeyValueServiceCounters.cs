namespace Xia.Workload.Services;

/// <summary>What a key-value service has counted; moves with it.</summary>
public sealed class KeyValueServiceCounters
{
    /// <summary>Requests answered, whatever the answer.</summary>
    public long Answered { get; internal set; }

    /// <summary>Datagrams that were no request; dropped.</summary>
    public long MalformedDatagrams { get; internal set; }

    /// <summary>Datagrams dropped because too many waited for a page.</summary>
    public long OverflowedDatagrams { get; internal set; }

    /// <summary>Answers that the stack did not take.</summary>
    public long UnsentAnswers { get; internal set; }

    /// <summary>Streams aborted because something else than a request came.</summary>
    public long MalformedStreams { get; internal set; }

    /// <summary>Streams refused because there were too many.</summary>
    public long RefusedStreams { get; internal set; }

    /// <summary>Times that a request had to wait for a page.</summary>
    public long PageWaits { get; internal set; }

    /// <summary>Requests that met damaged pages.</summary>
    public long CorruptReads { get; internal set; }
}
