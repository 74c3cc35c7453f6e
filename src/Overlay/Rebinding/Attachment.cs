using System.Buffers.Binary;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Rebinding;

/// <summary>
/// A host's own statement that a machine runs on it, in this epoch and this domain; one for all associations.
/// </summary>
internal static class Attachment
{
    /// <summary>The purpose under which hosts sign it.</summary>
    public const string Domain = "xia.attachment/1";

    private const int BodyBytes = (3 * Xid.WireLengthBytes) + sizeof(ulong);

    /// <summary>Signs it with the identity key of the host.</summary>
    public static Proof Make(Credential host, Xid machine, ulong epoch, Xid ad) =>
        host.Prove(Domain, Body(machine, host.Subject, epoch, ad));

    /// <summary>Whether the host said so.</summary>
    public static ProofVerdict Check(
        Proof proof, IProofChecker checker, Xid machine, Xid host, ulong epoch, Xid ad)
    {
        if (proof.Delegation is not null)
        {
            // A host speaks for itself here; the address of a machine that hosts machines is not thought of.
            return ProofVerdict.BadKeyHash;
        }

        return !checker.IsKeyOf(host, proof.SigningKey)
            ? ProofVerdict.BadKeyHash
            : checker.CheckSignature(
                proof.SigningKey, Domain, Body(machine, host, epoch, ad), proof.Signature);
    }

    private static byte[] Body(Xid machine, Xid host, ulong epoch, Xid ad)
    {
        byte[] body = new byte[BodyBytes];
        machine.Write(body);
        host.Write(body.AsSpan(Xid.WireLengthBytes));
        ad.Write(body.AsSpan(2 * Xid.WireLengthBytes));
        BinaryPrimitives.WriteUInt64BigEndian(body.AsSpan(3 * Xid.WireLengthBytes), epoch);
        return body;
    }
}
