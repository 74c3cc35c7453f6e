using Xia.Router.Graph;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from its inputs in turn, so that each gives as many bytes as the others.</summary>
/// <syntax>DRRSched([QUANTUM 500])</syntax>
/// <remarks>
/// Deficit round robin. When its turn comes an input may give QUANTUM bytes, and what it left of earlier
/// turns; one that has no packets leaves nothing. Holds the next packet of an input that may not give it yet.
/// Skips inputs whose signals say that they have nothing.
/// <para>
/// Shreedhar and Varghese, "Efficient Fair Queueing Using Deficit Round Robin", SIGCOMM 1995.
/// </para>
/// </remarks>
public sealed class DRRSched : Element, INotifierSource
{
    private readonly Notifier _notifier = new(NotifierSearch.ContinueWake);
    private Share[] _shares = [];
    private int _quantumBytes;
    private int _turn;

    /// <inheritdoc/>
    public override string ClassName => "DRRSched";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _notifier;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _notifier.Join(Router, Notifier.Empty);
        _quantumBytes = arguments.Positional("QUANTUM", ArgumentTypes.Int32(), 500);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && _quantumBytes <= 0)
        {
            arguments.Error("bad QUANTUM");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _shares = new Share[InputCount];
        for (int input = 0; input < _shares.Length; input++)
        {
            _shares[input].Signal = TaskSignal.Upstream(this, input, _notifier);
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (ref Share share in _shares.AsSpan())
        {
            share.Head?.Kill();
            share.Head = null;
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        bool maySleep = true;
        int emptyInARow = 0;
        while (emptyInARow < _shares.Length)
        {
            ref Share share = ref _shares[_turn];
            maySleep &= !share.Signal.IsActive;
            share.Head ??= share.Signal.IsActive ? Input(_turn).Pull() : null;
            if (share.Head is null)
            {
                share.DeficitBytes = 0;
                emptyInARow++;
            }
            else if (share.Head.LengthBytes <= share.DeficitBytes)
            {
                _notifier.WakeSilently();
                return share.Give();
            }
            else
            {
                emptyInARow = 0;
            }

            _turn = _turn + 1 == _shares.Length ? 0 : _turn + 1;
            _shares[_turn].DeficitBytes += _quantumBytes;
        }

        if (maySleep)
        {
            _notifier.Sleep();
        }

        return null;
    }

    // What one input may give.
    private struct Share
    {
        public TaskSignal Signal;
        public Packet? Head;
        public long DeficitBytes;

        public Packet Give()
        {
            Packet packet = Head!;
            DeficitBytes -= packet.LengthBytes;
            Head = null;
            return packet;
        }
    }
}
