using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>Where this stack is and who may speak for it.</summary>
internal sealed class LocalPlace
{
    private readonly Dictionary<Xid, DagAddress> _addresses = [];

    public LocalPlace(OverlayStackOptions options)
    {
        Hid = options.Credential.Subject;
        Credential = options.Credential;
        ClientSid = ClientSidOf(Hid);
        Move(options.Ad, options.Credential, options.Host);
    }

    /// <summary>The host identifier: what never changes.</summary>
    public Xid Hid { get; }

    /// <summary>The service identifier of everything that this host starts by itself.</summary>
    public Xid ClientSid { get; }

    /// <summary>The present domain.</summary>
    public Xid Ad { get; private set; }

    /// <summary>What a packet's dialled domain is when it was dialled here.</summary>
    public uint DomainDigest { get; private set; }

    /// <summary>Who signs.</summary>
    public Credential Credential { get; private set; }

    /// <summary>The word of the host underneath, or null.</summary>
    public Proof? AttachedBy { get; private set; }

    /// <summary>The number of the last rebinding signed; part of the saved state.</summary>
    public ulong Sequence { get; set; }

    /// <summary>
    /// The service identifier that a host uses for what it starts by itself; needs no key, since the HID
    /// speaks.
    /// </summary>
    public static Xid ClientSidOf(Xid hid)
    {
        Span<byte> bytes = stackalloc byte[Xid.WireLengthBytes];
        hid.Write(bytes);
        return Xid.Derive(XidType.Sid, bytes);
    }

    /// <summary>
    /// The dialled domain of an address, as first packets carry it; 0 for an address without an AD.
    /// </summary>
    public static uint DigestOf(DagAddress address)
    {
        if (!address.TryFind(XidType.Ad, out Xid ad))
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[Xid.WireLengthBytes];
        ad.Write(bytes);
        return Crc32C.Finish(Crc32C.Append(Crc32C.Start, bytes));
    }

    /// <summary>The host is elsewhere now, or under the next delegation.</summary>
    public void Move(Xid ad, Credential credential, Credential? host)
    {
        if (credential.Subject != Hid)
        {
            throw new ArgumentException("The credential speaks for another identifier.", nameof(credential));
        }

        Ad = ad;
        Credential = credential;
        AttachedBy = host is null || credential.Delegation is null
            ? null
            : Attachment.Make(host, Hid, credential.Epoch, ad);
        _addresses.Clear();
        DomainDigest = DigestOf(AddressOf(ClientSid));
    }

    /// <summary>The address under which one of this host's services is reached now.</summary>
    public DagAddress AddressOf(Xid sid)
    {
        if (!_addresses.TryGetValue(sid, out DagAddress? address))
        {
            address = sid == Hid ? DagAddress.Path(Ad, Hid) : DagAddress.Path(Ad, Hid, sid);
            _addresses.Add(sid, address);
        }

        return address;
    }
}
