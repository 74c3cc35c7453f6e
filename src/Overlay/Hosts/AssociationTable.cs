using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;

namespace Xia.Overlay.Hosts;

/// <summary>The associations of a stack, by nonce, by first contact and by last use; bounded.</summary>
internal sealed class AssociationTable(int maximumCount, Duration evictableAfter, RandomStream random)
{
    private readonly Dictionary<ulong, Association> _byNonce = [];
    private readonly Dictionary<ContactKey, Association> _byContact =
        new(new ContactKey.Comparer(random.NextUInt64()));

    private Association? _newest;
    private Association? _oldest;

    /// <summary>How many there are.</summary>
    public int Count => _byNonce.Count;

    /// <summary>Whether there may be no more.</summary>
    public bool IsFull => Count >= maximumCount;

    /// <summary>The one used last, or null; <see cref="Association.Older"/> leads on.</summary>
    public Association? Newest => _newest;

    /// <summary>
    /// The one used the longest time ago, or null; <see cref="Association.Newer"/> leads on.
    /// </summary>
    public Association? Oldest => _oldest;

    /// <summary>An unused nonce other than 0.</summary>
    public ulong DrawNonce()
    {
        ulong nonce;
        do
        {
            nonce = random.NextUInt64();
        }
        while (nonce == 0 || _byNonce.ContainsKey(nonce));
        return nonce;
    }

    public bool TryFind(ulong localNonce, [NotNullWhen(true)] out Association? association) =>
        _byNonce.TryGetValue(localNonce, out association);

    public bool TryFindContact(in ContactKey key, [NotNullWhen(true)] out Association? association) =>
        _byContact.TryGetValue(key, out association);

    /// <summary>Adds an association; the caller saw that there is room.</summary>
    public void Add(Association association, Instant now)
    {
        _byNonce.Add(association.LocalNonce, association);
        if (association.IsInbound)
        {
            _byContact[KeyOf(association)] = association;
        }

        association.Peer.Associations.Add(association);
        association.LastUsedAt = now;
        LinkNewest(association);
    }

    /// <summary>Takes an association out.</summary>
    public void Remove(Association association)
    {
        _byNonce.Remove(association.LocalNonce);
        if (association.IsInbound
            && _byContact.TryGetValue(KeyOf(association), out Association? contact)
            && ReferenceEquals(contact, association))
        {
            _byContact.Remove(KeyOf(association));
        }

        association.Peer.Associations.Remove(association);
        association.IsRemoved = true;
        Unlink(association);
    }

    /// <summary>Gives an association another nonce: to the other end it becomes a new one.</summary>
    public void Rename(Association association)
    {
        _byNonce.Remove(association.LocalNonce);
        association.LocalNonce = DrawNonce();
        _byNonce.Add(association.LocalNonce, association);
    }

    /// <summary>Notes that an association was used.</summary>
    public void Touch(Association association, Instant now)
    {
        association.LastUsedAt = now;
        if (!ReferenceEquals(_newest, association))
        {
            Unlink(association);
            LinkNewest(association);
        }
    }

    /// <summary>
    /// The association that makes room when there is none: the idlest one that is for datagrams or half open.
    /// </summary>
    public bool TryFindEvictable(Instant now, [NotNullWhen(true)] out Association? association)
    {
        association = _oldest;
        while (association is not null && now - association.LastUsedAt >= evictableAfter)
        {
            bool isMere = association.Stream is null || (association.IsInbound && !association.IsProven);
            if (isMere && !association.Sender.IsOpen)
            {
                return true;
            }

            association = association.Newer;
        }

        association = null;
        return false;
    }

    private static ContactKey KeyOf(Association association) => new(
        association.RemoteNonce, association.Peer.Authority, association.RemoteIntent, association.LocalSid);

    private void LinkNewest(Association association)
    {
        association.Newer = null;
        association.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = association;
        }

        _newest = association;
        _oldest ??= association;
    }

    private void Unlink(Association association)
    {
        if (association.Newer is { } newer)
        {
            newer.Older = association.Older;
        }
        else
        {
            _newest = association.Older;
        }

        if (association.Older is { } older)
        {
            older.Newer = association.Newer;
        }
        else
        {
            _oldest = association.Newer;
        }

        association.Newer = null;
        association.Older = null;
    }
}
