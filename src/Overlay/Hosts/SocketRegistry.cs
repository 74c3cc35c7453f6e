using System.Diagnostics.CodeAnalysis;
using Xia.Overlay.Identifiers;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Hosts;

/// <summary>The datagram sockets of a stack, by service identifier and by number.</summary>
internal sealed class SocketRegistry(StackCore core, OverlayStack stack)
{
    private readonly Dictionary<Xid, OverlayDatagramSocket> _bySid = [];
    private readonly SortedDictionary<int, OverlayDatagramSocket> _byNumber = [];
    private int _lastNumber;

    public OverlayDatagramSocket Open(string? service, Xid sid, IDatagramObserver observer)
    {
        OverlayDatagramSocket socket = new(_lastNumber + 1, service, sid, observer, stack);
        if (service is not null && !_bySid.TryAdd(sid, socket))
        {
            throw new ArgumentException(
                $"The service '{service}' has a datagram socket already.", nameof(service));
        }

        _byNumber.Add(++_lastNumber, socket);
        return socket;
    }

    public void Close(OverlayDatagramSocket socket)
    {
        _byNumber.Remove(socket.Number);
        if (socket.Service is not null)
        {
            _bySid.Remove(socket.Sid);
        }
    }

    /// <summary>The socket of a service.</summary>
    public bool TryFind(Xid sid, [NotNullWhen(true)] out OverlayDatagramSocket? socket) =>
        _bySid.TryGetValue(sid, out socket);

    /// <summary>
    /// The socket that a saved state means: by service, else by the order of opening among nameless ones.
    /// </summary>
    public OverlayDatagramSocket? Find(string? service, int rank)
    {
        if (service is not null)
        {
            return core.Options.Services.TryGetValue(service, out Xid sid)
                ? _bySid.GetValueOrDefault(sid)
                : null;
        }

        return _byNumber.Values.Where(socket => socket.Service is null).ElementAtOrDefault(rank);
    }

    /// <summary>A nameless socket's place in the order of opening.</summary>
    public int RankOf(OverlayDatagramSocket socket) =>
        _byNumber.Values.Count(other => other.Service is null && other.Number < socket.Number);
}
