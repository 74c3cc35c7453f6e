using System.Buffers.Binary;

namespace Xia.Workload.Content;

/// <summary>The draws of one content: a function of its seed, cheap to start.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). The contents of a trace take fixed seeds, since they
/// belong to it and not to a run; everything else takes a seed drawn from a named stream. Bytes are 1 to 127:
/// below the encoder's nine-bit literals, and never zero.
/// </remarks>
internal struct Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Where the draws of whole words stand; to go on from there elsewhere.</summary>
    public readonly ulong State => _state;

    /// <summary>64 uniform bits.</summary>
    public ulong Next()
    {
        ulong mixed = _state += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>An integer in [0, <paramref name="exclusiveBound"/>), uniform enough for a content.</summary>
    public int Next(int exclusiveBound) => (int)(((Next() >> 32) * (ulong)exclusiveBound) >> 32);

    /// <summary>A fraction in [0, 1) of 53 bits.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A byte from 1 to 127.</summary>
    public byte NextByte() => (byte)NextBytes();

    /// <summary>Changes bytes by XOR with bytes from 1 to 127.</summary>
    public void Xor(Span<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, word ^ NextBytes());
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = bytes.IsEmpty ? 0 : NextBytes();
        foreach (ref byte one in bytes)
        {
            one ^= (byte)rest;
            rest >>= 8;
        }
    }

    /// <summary>Eight bytes from 1 to 127; 1 is twice as likely as the others.</summary>
    private ulong NextBytes()
    {
        const ulong Sevens = 0x7f7f7f7f7f7f7f7f;
        ulong bytes = Next() & Sevens;
        ulong zeroes = (~Sevens - bytes) & ~Sevens;
        return bytes | (zeroes >> 7);
    }

    /// <summary>A byte from 144 to 255, which the encoder writes with nine bits.</summary>
    public byte NextDearByte() => (byte)(144 + Next(112));
}
