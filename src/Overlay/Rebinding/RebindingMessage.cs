using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;

namespace Xia.Overlay.Rebinding;

/// <summary>
/// A rebinding (kind 0x03): who signs says that the other end of an association is at an address from now on.
/// </summary>
/// <remarks>
/// <code>
///  24              32              40      41      42          44
/// +---------------+---------------+-------+-------+-----------+----------------+-------+------------+
/// | epoch         | sequence      | nodes | zero  | proof's   | nodes × 28     | proof | attachment |
/// |               |               | 1…9   |       | bytes     | rows           |       | or nil     |
/// +---------------+---------------+-------+-------+-----------+----------------+-------+------------+
///  signed: bytes 8…44 (nonces, numbers) and the rows                            MessagePack
/// </code>
/// Proof and attachment are in the form of <see cref="Proof"/>. Only the form is checked here.
/// </remarks>
internal sealed class RebindingMessage
{
    /// <summary>The purpose under which rebindings are signed.</summary>
    public const string Domain = "xia.rebinding/1";

    /// <summary>The longest payload: nine nodes, a delegated proof and an attachment.</summary>
    public const int MaximumLengthBytes =
        RowsOffset + (DagAddress.MaximumNodes * DagRow.LengthBytes) + (2 * Proof.MaximumLengthBytes);

    private const int SignedOffset = 8;
    private const int EpochOffset = 24;
    private const int SequenceOffset = 32;
    private const int NodeCountOffset = 40;
    private const int ZeroOffset = 41;
    private const int ProofLengthOffset = 42;
    private const int RowsOffset = 44;

    private readonly byte[] _signedBody;

    private RebindingMessage(
        Freshness freshness, DagAddress place, Proof proof, Proof? attachment, byte[] signedBody)
    {
        Freshness = freshness;
        Place = place;
        Proof = proof;
        Attachment = attachment;
        _signedBody = signedBody;
    }

    /// <summary>Epoch and sequence number.</summary>
    public Freshness Freshness { get; }

    /// <summary>Where the other end says that it is.</summary>
    public DagAddress Place { get; }

    /// <summary>The signature over <see cref="SignedBody"/> and the right to make it.</summary>
    public Proof Proof { get; }

    /// <summary>The destination host's word for it, if it came with any.</summary>
    public Proof? Attachment { get; }

    /// <summary>What the proof is about: nonces, numbers, address.</summary>
    public ReadOnlySpan<byte> SignedBody => _signedBody;

    /// <summary>What an acknowledgement of this message repeats.</summary>
    public ulong Token => TokenOf(Proof);

    /// <summary>Writes a rebinding, sealed, and returns its length.</summary>
    /// <param name="destination">Room for <see cref="MaximumLengthBytes"/>.</param>
    /// <param name="senderNonce">The mover's nonce of the association.</param>
    /// <param name="receiverNonce">The peer's.</param>
    /// <param name="freshness">Numbers above all that the peer has seen.</param>
    /// <param name="place">Where the mover is.</param>
    /// <param name="signer">Whose word it is.</param>
    /// <param name="attachment">The destination host's word, or null.</param>
    /// <param name="token">What the acknowledgement will repeat.</param>
    public static int Write(
        Span<byte> destination,
        ulong senderNonce,
        ulong receiverNonce,
        Freshness freshness,
        DagAddress place,
        Credential signer,
        Proof? attachment,
        out ulong token)
    {
        new PayloadPrefix(PayloadKind.Rebinding, 0, senderNonce, receiverNonce).Write(destination);
        BinaryPrimitives.WriteUInt64BigEndian(destination[EpochOffset..], freshness.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(destination[SequenceOffset..], freshness.Sequence);
        destination[NodeCountOffset] = (byte)place.NodeCount;
        destination[ZeroOffset] = 0;
        destination[ProofLengthOffset..RowsOffset].Clear();
        place.Write(destination[RowsOffset..]);
        int proofOffset = RowsOffset + place.LengthBytes;
        Proof proof = signer.Prove(Domain, destination[SignedOffset..proofOffset]);
        token = TokenOf(proof);

        ArrayBufferWriter<byte> tail = new(2 * Proof.MaximumLengthBytes);
        MessagePackWriter writer = new(tail);
        proof.Write(ref writer);
        BinaryPrimitives.WriteUInt16BigEndian(destination[ProofLengthOffset..], (ushort)tail.WrittenCount);
        if (attachment is null)
        {
            writer.WriteNil();
        }
        else
        {
            attachment.Write(ref writer);
        }

        tail.WrittenSpan.CopyTo(destination[proofOffset..]);
        int lengthBytes = proofOffset + tail.WrittenCount;
        PayloadPrefix.Seal(destination[..lengthBytes]);
        return lengthBytes;
    }

    /// <summary>Reads the numbers alone; false when the payload is too short for them.</summary>
    public static bool TryReadFreshness(ReadOnlySpan<byte> payload, out Freshness freshness)
    {
        freshness = payload.Length < RowsOffset ? default : new Freshness(
            BinaryPrimitives.ReadUInt64BigEndian(payload[EpochOffset..]),
            BinaryPrimitives.ReadUInt64BigEndian(payload[SequenceOffset..]));
        return payload.Length >= RowsOffset;
    }

    /// <summary>Reads a payload whose prefix is sound.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out RebindingMessage? message)
    {
        message = null;
        if (!TryReadFreshness(payload, out Freshness freshness) || payload.Length > MaximumLengthBytes)
        {
            return false;
        }

        int proofOffset = RowsOffset + (payload[NodeCountOffset] * DagRow.LengthBytes);
        int proofBytes = BinaryPrimitives.ReadUInt16BigEndian(payload[ProofLengthOffset..]);
        if (payload[ZeroOffset] != 0
            || proofOffset + proofBytes >= payload.Length
            || !DagAddress.TryRead(payload[RowsOffset..proofOffset], out DagAddress? place, out _))
        {
            return false;
        }

        try
        {
            MessagePackReader reader = new(payload[proofOffset..]);
            Proof proof = Proof.Read(ref reader);
            if (reader.Consumed != proofBytes)
            {
                return false;
            }

            Proof? attachment = reader.TryReadNil() ? null : Proof.Read(ref reader);
            byte[] signed = payload[SignedOffset..proofOffset].ToArray();
            signed.AsSpan(ProofLengthOffset - SignedOffset, RowsOffset - ProofLengthOffset).Clear();
            message = reader.End ? new RebindingMessage(freshness, place, proof, attachment, signed) : null;
        }
        catch (MessagePackSerializationException)
        {
            // Not of the form; the caller counts it.
        }

        return message is not null;
    }

    private static ulong TokenOf(Proof proof) => BinaryPrimitives.ReadUInt64BigEndian(proof.Signature);
}
