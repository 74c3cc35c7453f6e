using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Delegations;

/// <summary>A signature and the right to make it: the subject's own public key, or a delegation.</summary>
/// <remarks>
/// MessagePack: an array of public key (bin 32) or <see cref="Delegation"/> (array), and signature (bin 64).
/// </remarks>
public sealed class Proof
{
    /// <summary>The longest encoding.</summary>
    public const int MaximumLengthBytes = Delegation.MaximumLengthBytes + 80;

    private readonly byte[] _identityKey;
    private readonly byte[] _signature;

    private Proof(byte[] identityKey, Delegation? delegation, byte[] signature)
    {
        _identityKey = identityKey;
        Delegation = delegation;
        _signature = signature;
    }

    /// <summary>By what right a session key signed, or null when the subject's own key did.</summary>
    public Delegation? Delegation { get; }

    /// <summary>The key that signed, not validated.</summary>
    public ReadOnlySpan<byte> SigningKey => Delegation is null ? _identityKey : Delegation.SessionKey;

    /// <summary>The signature, not checked.</summary>
    public ReadOnlySpan<byte> Signature => _signature;

    /// <summary>The delegation's epoch, or 0.</summary>
    public ulong Epoch => Delegation?.Epoch ?? 0;

    /// <summary>Reads what <see cref="Write"/> wrote; only the form is checked.</summary>
    /// <exception cref="MessagePackSerializationException">It is not of the form.</exception>
    public static Proof Read(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2)
        {
            throw new MessagePackSerializationException("Not a proof.");
        }

        if (reader.NextCode is >= 0x90 and <= 0x9f)
        {
            Delegation delegation = Delegation.Read(ref reader);
            return ByDelegation(delegation, ReadBytes(ref reader, Keys.Signature.LengthBytes));
        }

        byte[] identityKey = ReadBytes(ref reader, PublicKey.LengthBytes);
        return ByIdentity(identityKey, ReadBytes(ref reader, Keys.Signature.LengthBytes));
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        if (Delegation is null)
        {
            writer.Write(_identityKey);
        }
        else
        {
            Delegation.Write(ref writer);
        }

        writer.Write(_signature);
    }

    /// <summary>Whether the subject, or a host in its name, signed this body for this purpose.</summary>
    /// <param name="checker">Makes the checks.</param>
    /// <param name="subject">Who is claimed to have spoken.</param>
    /// <param name="domain">The purpose.</param>
    /// <param name="body">What was signed.</param>
    /// <param name="lowestEpoch">The lowest epoch of the subject that is still good.</param>
    /// <param name="now">The time.</param>
    public ProofVerdict Check(
        IProofChecker checker, Xid subject, string domain, ReadOnlySpan<byte> body, ulong lowestEpoch,
        Instant now)
    {
        ArgumentNullException.ThrowIfNull(checker);
        ProofVerdict right = CheckRight(checker, subject, lowestEpoch, now);
        return right == ProofVerdict.Valid
            ? checker.CheckSignature(SigningKey, domain, body, _signature)
            : right;
    }

    /// <summary>Occupies a processor for as long as <see cref="Check"/> takes.</summary>
    /// <returns>When the verdict may be acted on.</returns>
    public Instant ChargeCheck(IProcessor processor, IProofChecker checker, Instant now)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(checker);
        int newKeys = checker.IsNewKey(SigningKey) ? 1 : 0;
        newKeys += Delegation is not null && checker.IsNewKey(Delegation.OwnerKey) ? 1 : 0;
        Instant validated = newKeys > 0 ? processor.Charge(WorkKind.ValidateKey, newKeys, now) : now;
        return processor.Charge(WorkKind.CheckSignature, Delegation is null ? 1 : 2, validated);
    }

    internal static Proof ByIdentity(byte[] identityKey, byte[] signature) =>
        new(identityKey, null, signature);

    internal static Proof ByDelegation(Delegation delegation, byte[] signature) =>
        new([], delegation, signature);

    private ProofVerdict CheckRight(IProofChecker checker, Xid subject, ulong lowestEpoch, Instant now)
    {
        if (Delegation is not null)
        {
            return checker.CheckDelegation(Delegation, subject, lowestEpoch, now);
        }

        if (!checker.IsKeyOf(subject, _identityKey))
        {
            return ProofVerdict.BadKeyHash;
        }

        // Once an owner has delegated, the identity key alone speaks for no later epoch than 0.
        return lowestEpoch > 0 ? ProofVerdict.OldEpoch : ProofVerdict.Valid;
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
