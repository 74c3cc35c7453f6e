using Org.BouncyCastle.Math.EC.Rfc8032;
using Xia.Kernel.Randomness;

namespace Xia.Overlay.Keys;

/// <summary>An Ed25519 secret key with its public half.</summary>
public sealed class KeyPair
{
    /// <summary>The length of a secret seed.</summary>
    public const int SeedLengthBytes = 32;

    private readonly byte[] _seed;

    private KeyPair(byte[] seed)
    {
        _seed = seed;
        byte[] publicBytes = new byte[PublicKey.LengthBytes];
        Ed25519.GeneratePublicKey(seed, 0, publicBytes, 0);
        PublicKey = new PublicKey(publicBytes);
    }

    /// <summary>The half that everyone may know.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>A new key; as secret as the stream that it is drawn from.</summary>
    public static KeyPair Generate(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] seed = new byte[SeedLengthBytes];
        random.NextBytes(seed);
        return new KeyPair(seed);
    }

    /// <summary>The key of a secret seed of 32 bytes (RFC 8032 section 5.1.5).</summary>
    public static KeyPair FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedLengthBytes
        ? new KeyPair(seed.ToArray())
        : throw new ArgumentException($"A seed has {SeedLengthBytes} bytes.", nameof(seed));

    /// <summary>Signs a body for one purpose.</summary>
    /// <param name="domain">The purpose, such as <c>xia.delegation/1</c>.</param>
    /// <param name="body">What is signed.</param>
    public Signature Sign(string domain, ReadOnlySpan<byte> body)
    {
        byte[] input = SigningInput.Of(domain, body);
        byte[] signature = new byte[Signature.LengthBytes];
        Ed25519.Sign(_seed, 0, PublicKey.Array, 0, input, 0, input.Length, signature, 0);
        return new Signature(signature);
    }
}
