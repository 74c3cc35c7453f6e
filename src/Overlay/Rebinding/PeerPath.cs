using System.Diagnostics;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;

namespace Xia.Overlay.Rebinding;

/// <summary>Decides where packets to the other end of one association go, and how many may.</summary>
/// <remarks>
/// <code>
///            Adopt, attached                  TryConfirm
///   Settled ----------------> Provisional ----------------> Settled at the new place
///      |  ^---- patience over -----|
///      |  ^---- patience over --+
///      |     Adopt, bare        |             TryConfirm
///      +-------------------> Asked ------------------------> Settled at the new place
/// </code>
/// Adopt is possible in every state: a newer candidate replaces the present one, and the confirmed place
/// stays the one to go back to. At most <see cref="CreditFactor"/> times the bytes that came from an unproven
/// place go there (RFC 9000 section 8.1 uses the same factor).
/// </remarks>
internal sealed class PeerPath(DagAddress confirmed, Duration patience)
{
    /// <summary>How many bytes may go to an unproven place for each byte that came from it.</summary>
    public const int CreditFactor = 3;

    private DagAddress _confirmed = confirmed;
    private DagAddress? _candidate;
    private long _creditBytes;
    private Instant _givesUpAt;

    /// <summary>Where it stands.</summary>
    public PathCheck Check { get; private set; }

    /// <summary>Where ordinary packets go.</summary>
    public DagAddress Current => Check == PathCheck.Provisional ? _candidate! : _confirmed;

    /// <summary>The place that proved itself last, or the first one.</summary>
    public DagAddress Confirmed => _confirmed;

    /// <summary>The place that is asked, or null.</summary>
    public DagAddress? Candidate => _candidate;

    /// <summary>The numbers of the newest rebinding that was adopted.</summary>
    public Freshness Newest { get; private set; }

    /// <summary>
    /// Whether the newest rebinding's place never answered, so that it may be adopted once more.
    /// </summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>What the open challenge says; 0 when none is open.</summary>
    public ulong ChallengeToken { get; private set; }

    /// <summary>How many more bytes may go to the unproven place.</summary>
    public long CreditBytes => Check == PathCheck.Settled ? long.MaxValue : _creditBytes;

    /// <summary>How many more bytes may go where ordinary packets go.</summary>
    public long SendableBytes => Check == PathCheck.Provisional ? _creditBytes : long.MaxValue;

    /// <summary>When an unproven place is given up.</summary>
    public Instant? NextTimeout => Check == PathCheck.Settled ? null : _givesUpAt;

    /// <summary>A verified rebinding names a new place.</summary>
    /// <param name="place">Where the other end says that it is.</param>
    /// <param name="freshness">Its numbers, above <see cref="Newest"/>.</param>
    /// <param name="attached">Whether the place itself confirms it.</param>
    /// <param name="token">What the place has to repeat; random, not 0.</param>
    /// <param name="messageBytes">How long the packet was that brought it.</param>
    /// <param name="now">The time.</param>
    public void Adopt(
        DagAddress place, Freshness freshness, bool attached, ulong token, int messageBytes, Instant now)
    {
        Debug.Assert(token != 0, "0 stands for no challenge.");
        _candidate = place;
        Newest = freshness;
        IsAbandoned = false;
        ChallengeToken = token;
        Check = attached ? PathCheck.Provisional : PathCheck.Asked;
        _creditBytes = (long)CreditFactor * messageBytes;
        _givesUpAt = now + patience;
    }

    /// <summary>A sound packet of the association came from the unproven place.</summary>
    public void OnReceivedFromCandidate(int packetBytes) => _creditBytes += (long)CreditFactor * packetBytes;

    /// <summary>A packet goes to the unproven place; the caller saw that the credit suffices.</summary>
    public void OnSentToCandidate(int packetBytes)
    {
        Debug.Assert(packetBytes <= _creditBytes, "No more goes to an unproven place than its credit.");
        _creditBytes -= packetBytes;
    }

    /// <summary>Takes the answer to the challenge; false when it is not that.</summary>
    public bool TryConfirm(Freshness freshness, ulong token)
    {
        if (Check == PathCheck.Settled || freshness != Newest || token != ChallengeToken)
        {
            return false;
        }

        _confirmed = _candidate!;
        Settle();
        return true;
    }

    /// <summary>
    /// Gives up a place that did not answer in time; a call before the deadline changes nothing.
    /// </summary>
    /// <returns>Whether it was given up now.</returns>
    public bool OnTimeout(Instant now)
    {
        if (NextTimeout is not { } deadline || now < deadline)
        {
            return false;
        }

        Settle();
        IsAbandoned = true;
        return true;
    }

    /// <summary>A verified rebinding names the place that is confirmed already.</summary>
    public void Reaffirm(Freshness freshness)
    {
        Settle();
        IsAbandoned = false;
        Newest = freshness;
    }

    /// <summary>Takes over a saved state; an unproven place has the whole patience again.</summary>
    public void Restore(
        DagAddress? candidate,
        bool attached, Freshness newest, ulong token, long creditBytes, bool isAbandoned, Instant now)
    {
        Newest = newest;
        if (candidate is not null)
        {
            Adopt(candidate, newest, attached, token, 0, now);
            _creditBytes = creditBytes;
        }

        IsAbandoned = isAbandoned;
    }

    private void Settle()
    {
        _candidate = null;
        _creditBytes = 0;
        ChallengeToken = 0;
        Check = PathCheck.Settled;
    }
}
