using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>The streams and listeners of a stack, and whose application has news.</summary>
internal sealed class StreamRegistry(StackCore core, OverlayStack stack)
{
    // Source addresses of this stack have three nodes: domain, host, service.
    private const int OwnNodes = 3;

    private readonly Dictionary<long, OverlayStream> _streams = [];
    private readonly SortedDictionary<Xid, (string Service, IStreamAcceptor Acceptor)> _listeners = [];
    private readonly Queue<OverlayStream> _changed = new();
    private readonly Dictionary<int, StreamOptions> _optionsByNodes = [];

    /// <summary>The number of the stream made last; part of the saved state.</summary>
    public long LastId { get; set; }

    /// <summary>Whether an application is to be told something.</summary>
    public bool HasNews => _changed.Count > 0;

    public void Listen(string service, Xid sid, IStreamAcceptor acceptor)
    {
        if (!_listeners.TryAdd(sid, (service, acceptor)))
        {
            throw new ArgumentException($"The service '{service}' is listening already.", nameof(service));
        }
    }

    public bool IsListening(Xid sid) => _listeners.ContainsKey(sid);

    public bool TryFindAcceptor(string service, [NotNullWhen(true)] out IStreamAcceptor? acceptor)
    {
        acceptor = core.Options.Services.TryGetValue(service, out Xid sid)
            && _listeners.TryGetValue(sid, out var found)
            ? found.Acceptor
            : null;
        return acceptor is not null;
    }

    public OverlayStream? Find(long id) => _streams.GetValueOrDefault(id);

    /// <summary>The settings of a stream to an address of so many nodes.</summary>
    public StreamOptions OptionsFor(int nodes)
    {
        if (!_optionsByNodes.TryGetValue(nodes, out StreamOptions? options))
        {
            int segmentBytes = core.Options.MtuBytes - XipLayout.FixedLengthBytes
                - ((OwnNodes + nodes) * DagRow.LengthBytes) - SegmentLayout.PayloadOffset;
            options = core.Options.Streams with { MaximumSegmentBytes = segmentBytes };
            _optionsByNodes.Add(nodes, options);
        }

        return options;
    }

    /// <summary>A stream that this end opens.</summary>
    public OverlayStream Connect(Peer peer, IByteStreamObserver observer) =>
        new(++LastId, peer.Token, MakeMachine(peer.Address), stack)
        {
            Observer = observer,
            IsAnnounced = true,
        };

    /// <summary>A stream that a peer opens to a service that listens.</summary>
    public OverlayStream Accept(Association association)
    {
        OverlayStream stream = new(
            ++LastId, association.Peer.Token, MakeMachine(association.Path.Confirmed), stack)
        {
            Service = _listeners[association.LocalSid].Service,
        };
        Attach(stream, association);
        return stream;
    }

    /// <summary>Joins a stream and its association.</summary>
    public void Attach(OverlayStream stream, Association association)
    {
        stream.Association = association;
        association.Stream = stream;
        _streams.Add(stream.Id, stream);
    }

    /// <summary>
    /// A stream from a saved state; its service hears of it, and who opened it finds it by its number.
    /// </summary>
    public void Restore(
        Association association,
        long id, string? service, bool isAnnounced, StreamMachine machine, Instant now)
    {
        OverlayStream stream = new(id, association.Peer.Token, machine, stack)
        {
            Service = service,
            IsAnnounced = isAnnounced,
        };
        Attach(stream, association);
        if (isAnnounced && service is not null && TryFindAcceptor(service, out IStreamAcceptor? acceptor))
        {
            acceptor.OnRestored(stream, now);
        }

        NoteChange(stream);
    }

    /// <summary>Notes whether the application behind a stream is to be told something.</summary>
    public void NoteChange(OverlayStream? stream)
    {
        if (stream is null || stream.IsChanged || stream.IsForgotten)
        {
            return;
        }

        if (stream.Machine.TakeChange() || stream.Machine.IsFinished)
        {
            stream.IsChanged = true;
            _changed.Enqueue(stream);
        }
    }

    /// <summary>Tells applications what is new, and forgets streams that are over.</summary>
    public void TellNews(DatagramPool pool, Instant now)
    {
        while (_changed.TryDequeue(out OverlayStream? stream))
        {
            stream.IsChanged = false;
            if (stream.IsForgotten)
            {
                continue;
            }

            Announce(stream, now);
            stream.Observer?.OnStreamChanged(stream, now);
            if (stream.Machine.IsFinished)
            {
                Forget(stream, pool);
            }
        }
    }

    /// <summary>Takes a stream out of the stack; nobody is told.</summary>
    public void Forget(OverlayStream stream, DatagramPool pool)
    {
        stream.IsForgotten = true;
        _streams.Remove(stream.Id);
        if (stream.Association is { IsRemoved: false } association)
        {
            core.Forget(association, pool);
        }
    }

    private void Announce(OverlayStream stream, Instant now)
    {
        if (!stream.IsAnnounced
            && stream.Status is StreamStatus.Open or StreamStatus.Closed
            && TryFindAcceptor(stream.Service!, out IStreamAcceptor? acceptor))
        {
            stream.IsAnnounced = true;
            acceptor.OnAccepted(stream, now);
        }
    }


    private StreamMachine MakeMachine(DagAddress address) =>
        new(OptionsFor(address.NodeCount), (uint)core.Random.NextUInt64());
}
