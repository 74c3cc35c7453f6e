using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Keys;

/// <summary>
/// An Ed25519 public key (RFC 8032) that has been validated in full: on the curve, canonical, of prime order.
/// </summary>
/// <remarks>
/// Verification alone accepts keys of small order, under which anyone can forge; so there is no way to make
/// one of these without <see cref="TryCreate"/>, which costs about as much as half a verification. Objects
/// that meet keys of strangers keep a <see cref="PublicKeyCache"/>.
/// </remarks>
public sealed class PublicKey : IEquatable<PublicKey>
{
    /// <summary>The length of every key.</summary>
    public const int LengthBytes = 32;

    private readonly byte[] _bytes;

    internal PublicKey(byte[] validated) => _bytes = validated;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    internal byte[] Array => _bytes;

    /// <summary>Takes bytes that are a sound key.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        if (bytes.Length == LengthBytes)
        {
            byte[] copy = bytes.ToArray();
            key = Ed25519.ValidatePublicKeyFull(copy, 0) ? new PublicKey(copy) : null;
        }

        return key is not null;
    }

    /// <summary>The identifier that the holder of this key may claim.</summary>
    public Xid ToXid(XidType type) => Xid.Derive(type, _bytes);

    /// <summary>Whether the holder of this key signed this body for this purpose.</summary>
    /// <param name="domain">
    /// The purpose, such as <c>xia.delegation/1</c>; see <see cref="SigningInput"/>.
    /// </param>
    /// <param name="body">What was signed.</param>
    /// <param name="signature">Any bytes; those of a wrong length are no signature.</param>
    public bool Verify(string domain, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Signature.LengthBytes)
        {
            return false;
        }

        byte[] input = SigningInput.Of(domain, body);
        return Ed25519.Verify(signature.ToArray(), 0, _bytes, 0, input, 0, input.Length);
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    /// <summary>The first digits, for reports.</summary>
    public override string ToString() => $"key {Convert.ToHexStringLower(_bytes.AsSpan(0, 4))}";
}
