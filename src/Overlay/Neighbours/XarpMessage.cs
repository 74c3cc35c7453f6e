using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Neighbours;

/// <summary>
/// A message of neighbour resolution: ARP's layout with identifiers of 24 bytes, and a signed proof behind
/// it.
/// </summary>
/// <remarks>
/// <code>
///  0  hardware type = 1 (Ethernet)    2  protocol type = 0xC0DE
///  4  hardware length = 6, protocol length = 24     6  operation
///  8  sender's link address (6)      14  sender's XID (24)
/// 38  target's link address (6)      44  target's XID (24)
/// 68  nonce (8): of the question, repeated in its reply; 0 in an announcement
/// 76  sequence (8): grows with every message of the sender
/// 84  length of the proof (2), 0 for a question by nobody
/// 86  proof: MessagePack of <see cref="Proof"/>; signs bytes 6 to 83 under <see cref="Domain"/>
/// </code>
/// EtherType 0x9990, big-endian. Bytes behind the proof are padding.
/// </remarks>
public sealed class XarpMessage
{
    /// <summary>The EtherType.</summary>
    public const ushort EtherType = 0x9990;

    /// <summary>The purpose under which messages are signed.</summary>
    public const string Domain = "xia.xarp/1";

    /// <summary>The longest message.</summary>
    public const int MaximumLengthBytes = FixedLengthBytes + Proof.MaximumLengthBytes;

    private const int FixedLengthBytes = 86;
    private const int OperationOffset = 6;
    private const int SenderLinkOffset = 8;
    private const int SenderOffset = 14;
    private const int TargetLinkOffset = 38;
    private const int TargetOffset = 44;
    private const int NonceOffset = 68;
    private const int SequenceOffset = 76;
    private const int ProofLengthOffset = 84;

    private static readonly byte[] Start =
        [0, 1, XipLayout.EtherType >> 8, XipLayout.EtherType & 0xFF, 6, 24];

    private readonly byte[] _signed;

    private XarpMessage(byte[] signed, Proof? proof)
    {
        _signed = signed;
        Proof = proof;
    }

    /// <summary>What it does.</summary>
    public XarpOperation Operation => (XarpOperation)BinaryPrimitives.ReadUInt16BigEndian(_signed);

    /// <summary>Where the sender claims to be.</summary>
    public LinkAddress SenderLink => LinkAddress.Read(At(SenderLinkOffset));

    /// <summary>Who the sender claims to be.</summary>
    public Xid Sender => Xid.Read(At(SenderOffset));

    /// <summary>Where the target is; zero in a request.</summary>
    public LinkAddress TargetLink => LinkAddress.Read(At(TargetLinkOffset));

    /// <summary>Who is asked for or answered.</summary>
    public Xid Target => Xid.Read(At(TargetOffset));

    /// <summary>Ties a reply to its question.</summary>
    public ulong Nonce => BinaryPrimitives.ReadUInt64BigEndian(At(NonceOffset));

    /// <summary>Grows with every message of the sender.</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64BigEndian(At(SequenceOffset));

    /// <summary>Who signed and by what right; null for a question by nobody.</summary>
    public Proof? Proof { get; }

    /// <summary>Whether the sender tells everybody where it is.</summary>
    public bool IsAnnouncement => Operation == XarpOperation.Request && Sender == Target;

    internal ReadOnlySpan<byte> SignedBody => _signed;

    /// <summary>Writes a message, signed if there is a credential, and returns its length.</summary>
    /// <param name="destination">Room for <see cref="MaximumLengthBytes"/>.</param>
    /// <param name="operation">What it does.</param>
    /// <param name="sender">Who sends, and from where.</param>
    /// <param name="target">
    /// Who is asked for or answered, and where; the link address is zero in a request.
    /// </param>
    /// <param name="nonce">Ties a reply to its question.</param>
    /// <param name="sequence">Above that of the sender's message before.</param>
    /// <param name="credential">The power to speak for the sender, or null for a plain question.</param>
    public static int Write(
        Span<byte> destination,
        XarpOperation operation,
        (Xid Xid, LinkAddress Link) sender,
        (Xid Xid, LinkAddress Link) target,
        ulong nonce,
        ulong sequence,
        Credential? credential)
    {
        Start.CopyTo(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[OperationOffset..], (ushort)operation);
        sender.Link.Write(destination[SenderLinkOffset..]);
        sender.Xid.Write(destination[SenderOffset..]);
        target.Link.Write(destination[TargetLinkOffset..]);
        target.Xid.Write(destination[TargetOffset..]);
        BinaryPrimitives.WriteUInt64BigEndian(destination[NonceOffset..], nonce);
        BinaryPrimitives.WriteUInt64BigEndian(destination[SequenceOffset..], sequence);
        ReadOnlySpan<byte> proof = credential is null
            ? []
            : Encode(credential.Prove(Domain, destination[OperationOffset..ProofLengthOffset]));
        BinaryPrimitives.WriteUInt16BigEndian(destination[ProofLengthOffset..], (ushort)proof.Length);
        proof.CopyTo(destination[FixedLengthBytes..]);
        return FixedLengthBytes + proof.Length;
    }

    /// <summary>Reads a message without checking its proof.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out XarpMessage? message)
    {
        message = null;
        if (source.Length < FixedLengthBytes || !source.StartsWith(Start)
            || (XarpOperation)BinaryPrimitives.ReadUInt16BigEndian(source[OperationOffset..])
                is not (XarpOperation.Request or XarpOperation.Reply))
        {
            return false;
        }

        int proofBytes = BinaryPrimitives.ReadUInt16BigEndian(source[ProofLengthOffset..]);
        if (proofBytes > source.Length - FixedLengthBytes || proofBytes > Proof.MaximumLengthBytes
            || !TryReadProof(source.Slice(FixedLengthBytes, proofBytes), out Proof? proof))
        {
            return false;
        }

        message = new XarpMessage(source[OperationOffset..ProofLengthOffset].ToArray(), proof);
        return true;
    }

    /// <summary>
    /// Who a message is from and to, as far as can be told without reading its proof; false when it is none.
    /// </summary>
    public static bool TryPeek(
        ReadOnlySpan<byte> source, out XarpOperation operation, out Xid sender, out Xid target)
    {
        operation = default;
        sender = default;
        target = default;
        if (source.Length < FixedLengthBytes || !source.StartsWith(Start))
        {
            return false;
        }

        operation = (XarpOperation)BinaryPrimitives.ReadUInt16BigEndian(source[OperationOffset..]);
        sender = Xid.Read(source[SenderOffset..]);
        target = Xid.Read(source[TargetOffset..]);
        return true;
    }

    private static bool TryReadProof(ReadOnlySpan<byte> bytes, out Proof? proof)
    {
        proof = null;
        if (bytes.IsEmpty)
        {
            return true;
        }

        try
        {
            MessagePackReader reader = new(bytes);
            proof = Proof.Read(ref reader);
            return reader.End;
        }
        catch (MessagePackSerializationException)
        {
            return false;
        }
    }

    private static byte[] Encode(Proof proof)
    {
        ArrayBufferWriter<byte> output = new(Proof.MaximumLengthBytes);
        MessagePackWriter writer = new(output);
        proof.Write(ref writer);
        return output.WrittenSpan.ToArray();
    }

    private ReadOnlySpan<byte> At(int offset) => _signed.AsSpan(offset - OperationOffset);
}
