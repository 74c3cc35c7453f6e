using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Delegations;

/// <summary>
/// A machine's owner says: for this epoch, until then, this host may act for the machine with this session
/// key.
/// </summary>
/// <remarks>
/// Canonical MessagePack: an array of version (1), machine (bin 24), owner's public key (bin 32), host (bin
/// 24), session public key (bin 32), epoch, expiry (ns since the run's epoch) and signature (bin 64). Signed
/// by the owner under <see cref="Domain"/>: the same array without the signature. The keys in it are bytes of
/// strangers until <see cref="IProofChecker.CheckDelegation"/> has passed.
/// </remarks>
public sealed class Delegation : IEquatable<Delegation>
{
    /// <summary>The purpose under which owners sign.</summary>
    public const string Domain = "xia.delegation/1";

    /// <summary>The longest encoding.</summary>
    public const int MaximumLengthBytes = 256;

    private const int Version = 1;
    private const int FieldCount = 8;

    private readonly byte[] _ownerKey;
    private readonly byte[] _sessionKey;
    private readonly byte[] _signature;

    private Delegation(
        Xid machine, byte[] ownerKey, Xid host, byte[] sessionKey, ulong epoch, Instant expiry,
        byte[] signature)
    {
        Machine = machine;
        Host = host;
        Epoch = epoch;
        Expiry = expiry;
        _ownerKey = ownerKey;
        _sessionKey = sessionKey;
        _signature = signature;
    }

    /// <summary>The machine's identifier: the hash of its owner's key.</summary>
    public Xid Machine { get; }

    /// <summary>The host that may act.</summary>
    public Xid Host { get; }

    /// <summary>Grows with every move; a lower one than was seen is refused.</summary>
    public ulong Epoch { get; }

    /// <summary>From when on it is void.</summary>
    public Instant Expiry { get; }

    /// <summary>The owner's public key, not validated.</summary>
    public ReadOnlySpan<byte> OwnerKey => _ownerKey;

    /// <summary>The public key with which the host signs for the machine, not validated.</summary>
    public ReadOnlySpan<byte> SessionKey => _sessionKey;

    /// <summary>The owner's signature, not checked.</summary>
    public ReadOnlySpan<byte> Signature => _signature;

    /// <summary>Made and signed by the owner.</summary>
    /// <param name="owner">The machine's identity key; the machine's HID is its hash.</param>
    /// <param name="host">Who may act.</param>
    /// <param name="sessionKey">The key that host made for this machine and epoch.</param>
    /// <param name="epoch">Higher than every one issued before.</param>
    /// <param name="expiry">From when on it is void.</param>
    public static Delegation Issue(KeyPair owner, Xid host, PublicKey sessionKey, ulong epoch, Instant expiry)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(sessionKey);
        Delegation unsigned = new(
            owner.PublicKey.ToXid(XidType.Hid), owner.PublicKey.Bytes.ToArray(), host,
            sessionKey.Bytes.ToArray(),
            epoch, expiry, []);
        byte[] signature = owner.Sign(Domain, unsigned.SignedBody()).Bytes.ToArray();
        return new Delegation(
            unsigned.Machine, unsigned._ownerKey, host, unsigned._sessionKey, epoch, expiry, signature);
    }

    /// <summary>
    /// Reads one from bytes of a stranger; only the form is checked, and that it is canonical.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> source, [NotNullWhen(true)] out Delegation? delegation)
    {
        delegation = null;
        if (source.Length > MaximumLengthBytes)
        {
            return false;
        }

        try
        {
            MessagePackReader reader = new(source);
            Delegation read = Read(ref reader);
            delegation = reader.End && read.Encode().AsSpan().SequenceEqual(source) ? read : null;
        }
        catch (MessagePackSerializationException)
        {
            // Not the form; the caller counts it.
        }

        return delegation is not null;
    }

    /// <summary>
    /// Reads what <see cref="Write"/> wrote, with the same trust as <see cref="TryDecode"/>.
    /// </summary>
    /// <exception cref="MessagePackSerializationException">It is not of the form.</exception>
    public static Delegation Read(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != FieldCount || reader.ReadInt32() != Version)
        {
            throw new MessagePackSerializationException("Not a delegation of version 1.");
        }

        Xid machine = Xid.Read(ref reader);
        byte[] ownerKey = ReadBytes(ref reader, PublicKey.LengthBytes);
        Xid host = Xid.Read(ref reader);
        byte[] sessionKey = ReadBytes(ref reader, PublicKey.LengthBytes);
        ulong epoch = reader.ReadUInt64();
        Instant expiry = new(reader.ReadInt64());
        byte[] signature = ReadBytes(ref reader, Keys.Signature.LengthBytes);
        return new Delegation(machine, ownerKey, host, sessionKey, epoch, expiry, signature);
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        WriteSignedFields(ref writer);
        writer.Write(_signature);
    }

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new(MaximumLengthBytes);
        MessagePackWriter writer = new(output);
        Write(ref writer);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public bool Equals(Delegation? other) =>
        other is not null && Encode().AsSpan().SequenceEqual(other.Encode());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Delegation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Machine, Epoch);

    /// <summary>Who may act for whom, for reports.</summary>
    public override string ToString() =>
        $"{Machine.ToShortString()} by {Host.ToShortString()}, epoch {Epoch}, until {Expiry}";

    internal byte[] SignedBody()
    {
        ArrayBufferWriter<byte> output = new(MaximumLengthBytes);
        MessagePackWriter writer = new(output);
        writer.WriteArrayHeader(FieldCount - 1);
        WriteSignedFields(ref writer);
        return output.WrittenSpan.ToArray();
    }

    private void WriteSignedFields(ref MessagePackWriter writer)
    {
        writer.Write(Version);
        Machine.Write(ref writer);
        writer.Write(_ownerKey);
        Host.Write(ref writer);
        writer.Write(_sessionKey);
        writer.Write(Epoch);
        writer.Write(Expiry.Nanoseconds);
    }

    private static byte[] ReadBytes(ref MessagePackReader reader, int lengthBytes)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.Length == lengthBytes
            ? bytes.ToArray()
            : throw new MessagePackSerializationException(
                $"Expected {lengthBytes} bytes, found {bytes.Length}.");
    }
}
